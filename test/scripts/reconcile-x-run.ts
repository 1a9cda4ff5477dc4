/** What the tests of X's figures share: an account with figures at the stand-in, and the question in this process. */
import { type Dictionary, readDictionary } from '../../scripts/container/dictionary.ts';
import { readForm } from '../../scripts/events/session.ts';
import { type AskX, openX, type XOptions } from '../../scripts/reconcile/x.ts';
import type { XWorld } from '../../scripts/reconcile/x-account.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import type { Account, Figure } from '../../x-server/configuration.ts';
import type { XServer, XServerOptions } from '../../x-server/server.ts';
import { pixelWith } from './events-run.ts';
import { oauthEnvironment, stand } from './replay-setup.ts';

export const ACCOUNT = '18ce552mlaq';
export const EVENTS = {
  oq7x2: { name: 'Order paid', type: 'PURCHASE' },
  cart1: { name: 'Cart', type: 'ADD_TO_CART' },
  cart2: { name: 'Cart of the app', type: 'ADD_TO_CART' },
  lead1: { name: 'Form', type: 'SIGN_UP' },
};
export const PERIOD = { from: '2026-11-01', to: '2026-11-10' };

export const figure = (
  eventId: string,
  at: string,
  engagement: number,
  change: Partial<Figure> = {},
): Figure => ({
  at,
  campaignId: '8fgzf',
  eventId,
  engagement,
  ...change,
});

let slept = 0;
/** A clock that goes on by what was slept. */
const now = (): number => Date.parse('2026-11-15T12:00:00Z') + slept;

export const standing = (account: Partial<Account>, options: XServerOptions = {}): Promise<XServer> => {
  slept = 0;
  return stand({
    pixels: [pixelWith(EVENTS)],
    accounts: [{ id: ACCOUNT, ...account }],
    now,
    ...options,
  });
};

/** Of a tag that sends purchases and an event of its own. */
export const DICTIONARY: Dictionary = readDictionary(
  'shop.yaml',
  'pixelId: o8z6j\ncategoryEvents:\n  purchase: oq7x2\ncustomEvents:\n  quote: tw-o8z6j-quot1\n',
  readForm(),
).dictionary!;

interface Asked extends Partial<XOptions> {
  period?: Parameters<AskX>[0];
  zone?: string;
  dictionary?: Dictionary;
}

/** The figures of the account, how long was waited, and what was said. */
export async function ask(
  server: Pick<XServer, 'url'>,
  { period = PERIOD, zone = 'UTC', dictionary = DICTIONARY, ...change }: Asked = {},
  world: Partial<XWorld> = {},
) {
  const sleeps: number[] = [];
  const { io, written } = captured();
  const options = {
    from: 'account',
    account: '',
    endpoint: server.url,
    credentials: undefined,
    saveTo: undefined,
    ...change,
  };
  const askX = openX(options, dictionary, zone, io, {
    environment: oauthEnvironment,
    now,
    sleep: async (ms) => {
      sleeps.push(ms);
      slept += ms;
    },
    random: () => 0.5,
    timeoutMs: 5000,
    ...world,
  });
  return { figures: await askX(period), sleeps, written };
}
