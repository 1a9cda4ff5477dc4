/**
 * What changes between two states of a dictionary, and what that does at X. X knows an event by its id alone: a conversion
 * carries the event id and no name (X, Web conversions, request body). What X has learned, counted and reported for an event
 * therefore stays with the id, whichever events of the site feed it.
 */
import { type Field, valued } from 'sgtm-toolkit/form';
import { GA4_NAMES } from './categories.ts';
import type { Dictionary } from './dictionary.ts';
import { entriesOf, type Problem, pageOf, readSource } from './document.ts';
import { identityOf } from './event-id.ts';

export interface Change {
  /**
   * `renamed`: same event of X, other category or name; `replaced`: same category or name, other event of X;
   * `respelled`: the same event id in its other spelling.
   */
  kind: 'pixel' | 'renamed' | 'replaced' | 'added' | 'removed' | 'respelled' | 'setting';
  message: string;
}

/** Selector as it is shown → event of X. */
interface Mapped {
  eventId: string;
  identity: string;
}

/** The differences, the weightiest first; none when both dictionaries mean the same. */
export function changesBetween(before: Dictionary, after: Dictionary): Change[] {
  const old = mappedEvents(before);
  const now = mappedEvents(after);
  const changes: Change[] = [];
  const add = (kind: Change['kind'], message: string): void => {
    changes.push({ kind, message });
  };

  if (before.pixelId.toLowerCase() !== after.pixelId.toLowerCase())
    add(
      'pixel',
      `The pixel is ${after.pixelId}, was ${before.pixelId}. Every event below it is another event of X and starts without history.`,
    );
  renamed(old, now, add);
  replaced(old, now, add);
  for (const [label, { eventId, identity }] of now)
    if (!old.has(label) && !selectorsOf(old, identity))
      add(
        'added',
        `${label} is new and sent as ${eventId}. An event that X has not received before starts without history; Events Manager shows it as tracking within 12 to 24 hours of its first conversion.`,
      );
  for (const [label, { eventId, identity }] of old)
    if (!now.has(label) && !selectorsOf(now, identity))
      add(
        'removed',
        `${label} is no longer sent. X keeps the history of ${eventId}, but campaigns that optimise for it get no more conversions.`,
      );
  for (const [label, { eventId, identity }] of now) {
    const was = old.get(label);
    if (was && was.identity === identity && was.eventId !== eventId)
      add(
        'respelled',
        `${label} is spelled ${eventId}, was ${was.eventId}. It is the same event of X; nothing is lost.`,
      );
  }
  for (const message of settingChanges(before, after)) add('setting', message);
  return changes;
}

/** Defaults of the tag's form that were others once. A dictionary from then that leaves them out means another tag now. */
const DEFAULTS_BEFORE: Readonly<Record<string, string>> = {
  authMethod: 'oauth1',
  conversionIdSource: 'event_id',
  logging: 'preview',
};

/** Notes about what the tag does otherwise than it did although neither text says so, at the first line of the newer one. */
export function changedDefaults(file: string, texts: readonly string[], form: readonly Field[]): Problem[] {
  const written = new Set(
    texts.flatMap((text) => {
      const source = readSource(file, text, '');
      return source.root ? entriesOf(source, source.root, file).map(({ key }) => key) : [];
    }),
  );
  const place = {
    severity: 'note',
    code: 'DEFAULT',
    file,
    line: 1,
    column: 1,
    page: pageOf('DEFAULT'),
  } as const;
  return valued(form).flatMap(({ name, defaultValue }): Problem[] => {
    const { [name]: was } = DEFAULTS_BEFORE;
    if (was === undefined || written.has(name)) return [];
    const message = `${name} is not set, and the default of the tag has changed: it is ${defaultValue}, was ${was}. Write "${name}: ${was}" to keep what an older tag did, or "${name}: ${defaultValue}".`;
    return [{ ...place, message }];
  });
}

type Add = (kind: Change['kind'], message: string) => void;

/** The same event of X, fed by other events of the site. */
function renamed(old: Map<string, Mapped>, now: Map<string, Mapped>, add: Add): void {
  for (const identity of new Set([...now.values()].map((event) => event.identity))) {
    const [was, is] = [selectorsOf(old, identity), selectorsOf(now, identity)];
    if (!was || !is || was === is) continue;
    const { eventId } = [...now.values()].find((event) => event.identity === identity)!;
    add(
      'renamed',
      `${eventId} is now fed by ${is}, was fed by ${was}. X sees no new name: the history stays, and what campaigns learned from the old conversions is applied to the new ones. Keep the ID if they mean the same; otherwise create a new event in X Events Manager.`,
    );
  }
}

/** The same events of the site, sent as another event of X. */
function replaced(old: Map<string, Mapped>, now: Map<string, Mapped>, add: Add): void {
  for (const [label, { eventId, identity }] of now) {
    const was = old.get(label);
    if (!was || was.identity === identity) continue;
    const taken = selectorsOf(old, identity);
    add(
      'replaced',
      `${label} is sent as ${eventId}, was sent as ${was.eventId}. Its history stays with ${was.eventId}; ${
        taken ? `${eventId} brings the history of ${taken}` : `${eventId} starts learning from zero`
      }. Until the campaigns that optimise for ${was.eventId} are set to ${eventId}, they get no conversions from it.`,
    );
  }
}

/** Every row by how it is shown. */
function mappedEvents({ pixelId, ...dictionary }: Dictionary): Map<string, Mapped> {
  const mapped = (eventId: string): Mapped => ({ eventId, identity: identityOf(eventId, pixelId) });
  return new Map([
    ...dictionary.categoryEvents.map(({ selector, eventId }): [string, Mapped] => [
      `category ${selector}${namesShown(selector)}`,
      mapped(eventId),
    ]),
    ...dictionary.customEvents.map(({ selector, eventId }): [string, Mapped] => [
      `event ${selector}`,
      mapped(eventId),
    ]),
    ...(dictionary.defaultEventId === ''
      ? []
      : [['every other event', mapped(dictionary.defaultEventId)] as [string, Mapped]]),
  ]);
}

/** The GA4 names of a category that is not called like its only event. */
function namesShown(category: string): string {
  const names = GA4_NAMES[category] ?? [];
  return names.length === 0 || names.join() === category ? '' : ` (${names.join(', ')})`;
}

/** Everything that feeds one event of X, as one text; nothing when nothing does. */
const selectorsOf = (mapped: Map<string, Mapped>, identity: string): string | undefined =>
  [...mapped]
    .filter(([, event]) => event.identity === identity)
    .map(([label]) => label)
    .join(' and ') || undefined;

/** What a line that is not there means. */
const absent = (key: string): string =>
  /^(userData|conversionData|variables)\./.test(key) || key in WEB_EFFECT
    ? 'not set'
    : key === 'clientName'
      ? 'every client'
      : 'the default of the tag';

function settingChanges(before: Dictionary, after: Dictionary): string[] {
  const values = ({
    settings,
    userData,
    conversionData,
    variables,
    ...own
  }: Dictionary): Map<string, string> =>
    new Map([
      ...OWN_KEYS.filter((key) => own[key] !== '').map((key) => [key, own[key]] as const),
      ...[...settings].map(([k, v]) => [k, String(v)] as const),
      ...userData.map((row) => [`userData.${row.name}`, row.value] as const),
      ...conversionData.map((row) => [`conversionData.${row.name}`, row.value] as const),
      ...[...variables].map(([k, v]) => [`variables.${k}`, v] as const),
    ]);
  const [old, now] = [values(before), values(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => old.get(key) !== now.get(key))
    .map((key) =>
      key === 'name'
        ? `name is ${now.get(key)}, was ${old.get(key)}. An import by name adds a second tag; remove the old one, or each conversion is sent twice.`
        : `${key} is ${now.get(key) ?? absent(key)}, was ${old.get(key) ?? absent(key)}.${WEB_EFFECT[key] ?? ''}`,
    );
}

const OWN_KEYS = ['name', 'container', 'clientName', 'measurementId', 'serverUrl', 'consentEvent'] as const;

/** What a change of the browser half asks for. */
const WEB_EFFECT: Readonly<Record<string, string>> = {
  measurementId: ' Put both halves in place together: they agree on conversion_id only then.',
  serverUrl: ' Put both halves in place together: they agree on conversion_id only then.',
  consentEvent: ' The banner must push this event, or nothing waiting is sent after the answer.',
};
