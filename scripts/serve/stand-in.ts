/**
 * The stand-in for X's endpoint, set up for the tags of a container: it knows their pixels, events and credentials. Where the
 * file has placeholders, tag and stand-in share credentials that are made up for this process and are nowhere else.
 */
import { randomBytes } from 'node:crypto';
import { readFields, valued } from 'sgtm-toolkit/form';
import type { Container, Tag } from 'sgtm-toolkit/server/container';
import { constant, evaluateEntries, type Resolve, referencesOf } from 'sgtm-toolkit/server/expressions';
import { answerFromServer, answerNothing, type Send } from 'sgtm-toolkit/server/outgoing';
import { createXServer, type XServer, type XServerOptions } from '../../x-server/server.ts';
import { PLACEHOLDER } from '../container/assemble.ts';

/** Where the tag sends to. */
const X = 'https://ads-api.x.com';

/** What no other template has together: both ways to authenticate, and the table of categories. */
const CREDENTIALS = ['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret', 'pixelToken'];
const FIELDS = [...CREDENTIALS, 'categoryEvents'];

/** What the stand-in has to know of a tag. */
const NEEDED = ['pixelId', ...CREDENTIALS];

type Plain = Record<string, unknown>;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
const rowsOf = (value: unknown): Plain[] => (Array.isArray(value) ? (value as Plain[]) : []);

/** Tags of this template, in any of its versions: names of fields stay. */
function isOurs({ template }: Tag): boolean {
  const names = valued(readFields(template?.parameters?.value)).map(({ name }) => name);
  return FIELDS.every((field) => names.includes(field));
}

/** Constants are all that a setting of the tag can be made of without an event. */
const resolver =
  ({ variables }: Container): Resolve =>
  (name) => {
    const variable = variables.get(name);
    const [, value] = variable?.parameters.find(([key]) => key === 'value') ?? [];
    return variable?.type === 'c' && value?.kind === 'value' ? value.value : undefined;
  };

/** The same container with made-up credentials in place of placeholders. Nothing of the one that is given changes. */
function withCredentials(container: Container): Container {
  const made = new Map<string, string>();
  const fresh = (name: string): string => {
    // Access tokens of X begin with the number of a user.
    const value =
      made.get(name) ?? `${/access token$/i.test(name) ? '1-' : ''}${randomBytes(20).toString('hex')}`;
    made.set(name, value);
    return value;
  };
  const variables = [...container.variables].map(([name, variable]): [string, typeof variable] => {
    const parameters = variable.parameters.map(([key, value]): (typeof variable.parameters)[number] =>
      key === 'value' && value.kind === 'value' && value.value === PLACEHOLDER
        ? [key, constant(fresh(name))]
        : [key, value],
    );
    return [name, { ...variable, parameters }];
  });
  return { ...container, variables: new Map(variables) };
}

/** The tag says what it did and why not, whatever its own setting is: that is what it is run for here. */
const talkative = (tag: Tag): Tag => ({
  ...tag,
  parameters: [...tag.parameters.filter(([name]) => name !== 'logging'), ['logging', constant('always')]],
});

export interface Shop {
  /** What to serve. */
  container: Container;
  /** X's requests to the stand-in, an empty 200 to all others. */
  send: Send;
  x: XServer;
  /** Names of the tags that send to X. */
  tags: string[];
  /** Fields without which the stand-in must refuse a tag: no constant, but made for each event. */
  unknown: { tag: string; field: string }[];
}

/** Starts the stand-in; whoever starts it closes it. */
export async function startShop(
  given: Container,
  onRequest?: NonNullable<XServerOptions['onRequest']>,
): Promise<Shop> {
  const filled = withCredentials(given);
  const container = { ...filled, tags: filled.tags.map((tag) => (isOurs(tag) ? talkative(tag) : tag)) };
  const tags = container.tags.filter(isOurs);
  const resolve = resolver(container);
  const settings = await Promise.all(tags.map(({ parameters }) => evaluateEntries(parameters, resolve)));
  const x = await createXServer({
    publicUrl: X,
    pixels: pixelsOf(settings),
    apps: settings
      .filter(({ consumerKey }) => textOf(consumerKey) !== '')
      .map(({ consumerKey, consumerSecret }) => ({
        consumerKey: textOf(consumerKey),
        consumerSecret: textOf(consumerSecret),
      })),
    tokens: settings
      .filter(({ accessToken }) => textOf(accessToken) !== '')
      .map(({ accessToken, accessTokenSecret }) => ({
        token: textOf(accessToken),
        secret: textOf(accessTokenSecret),
      })),
    pixelTokens: settings
      .filter(({ pixelToken }) => textOf(pixelToken) !== '')
      .map(({ pixelId, pixelToken }) => ({ pixelId: textOf(pixelId), token: textOf(pixelToken) })),
    ...(onRequest && { onRequest }),
  });
  const toX = answerFromServer(x.url);
  const send: Send = (request) => (new URL(request.url).origin === X ? toX(request) : answerNothing(request));
  const unknown = tags.flatMap(({ name, parameters }, index) =>
    parameters
      .filter(([field, value]) => NEEDED.includes(field) && referencesOf(value).length > 0)
      .filter(([field]) => textOf(settings[index]?.[field]) === '')
      .map(([field]) => ({ tag: name, field })),
  );
  return { container, send, x, tags: tags.map(({ name }) => name), unknown };
}

/** One pixel for each ID, with the events of all tags that name it. */
function pixelsOf(settings: readonly Plain[]): { id: string; accountId: string; eventIds: string[] }[] {
  const events = new Map<string, string[]>();
  for (const { pixelId, categoryEvents, customEvents, defaultEventId } of settings) {
    const ids = [...rowsOf(categoryEvents), ...rowsOf(customEvents), { eventId: defaultEventId }]
      .map(({ eventId }) => textOf(eventId))
      .filter((id) => id !== '');
    const id = textOf(pixelId);
    events.set(id, [...(events.get(id) ?? []), ...ids]);
  }
  return [...events].map(([id, eventIds]) => ({ id, accountId: '18ce552mlaq', eventIds }));
}
