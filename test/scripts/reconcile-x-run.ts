/** What the tests of X's figures share: an account with figures at the stand-in, and the question in this process. */
import { type XOptions, xFigures } from '../../scripts/reconcile/x.ts';
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
export const PERIOD = { start: Date.parse('2026-11-01T00:00:00Z'), end: Date.parse('2026-11-11T00:00:00Z') };

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

/** The figures of the account, how long was waited, and what was said. */
export async function ask(
  server: Pick<XServer, 'url'>,
  change: Partial<XOptions> = {},
  world: Partial<XWorld> = {},
  zone = 'UTC',
) {
  const sleeps: number[] = [];
  const { io, written } = captured();
  const figures = await xFigures(
    {
      from: 'account',
      account: '',
      endpoint: server.url,
      credentials: undefined,
      period: PERIOD,
      saveTo: undefined,
      ...change,
    },
    zone,
    io,
    {
      environment: oauthEnvironment,
      now,
      sleep: async (ms) => {
        sleeps.push(ms);
        slept += ms;
      },
      random: () => 0.5,
      timeoutMs: 5000,
      ...world,
    },
  );
  return { figures, sleeps, written };
}
