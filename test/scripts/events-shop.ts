/** A dictionary that has something of everything, and the X that it meets. */
import type { XServer } from '../../x-server/server.ts';
import { eventsAt, pixelWith, RIGHT } from './events-run.ts';
import { stand } from './replay-setup.ts';

export const TEXT = `# The shop's events.
${RIGHT}
categoryEvents: # categories
  purchase:   # the one that counts
    name: "Kauf – Shop (EU) 100% *neu*, A&B's!" # as in the reports
    clickWindow: 30 # days
    viewWindow: 7

  lead: { name: Quote form, retargeting: true }   # offers
  sign_up: a3 # as it is
customEvents:
    'newsletter': { id: tw-o8z6j-a4, name: Newsletter, clickWindow: 7 } # changed
# the end
container: existing`;

export const standing = (): Promise<XServer> =>
  stand({
    pixels: [
      pixelWith({
        a3: { name: 'Account', type: 'SIGN_UP' },
        a4: { name: 'News', type: 'CUSTOM', click_window: 60, view_through_window: 7 },
        a5: { name: 'Old', type: 'CUSTOM' },
      }),
    ],
  });
export const named = (server: XServer, name: string) =>
  eventsAt(server).filter((event) => event.name === name);
export const writes = (server: XServer): string[] =>
  server.received.flatMap(({ method }) => (method === 'GET' ? [] : [method]));
