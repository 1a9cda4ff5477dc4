/**
 * Makes X's events what the plan says, one call at a time, and writes each new ID into the file before the next call. X has
 * nothing that lets a POST come twice and count once, so after any answer that is no success the account is looked at before
 * anything else: what is there is taken, and a POST whose fate is unknown is never sent again by the same run. The next run
 * begins by looking, and finds what this one made by pixel, type and name.
 */
import type { DescribedRow } from '../container/dictionary.ts';
import { type EventSettings, SETTING_NAMES, type SettingName } from '../container/event-settings.ts';
import { explained, RefusedError } from '../lib/access.ts';
import { type Asker, outcomeOf } from '../lib/ask.ts';
import { failureOf, listWebEvents, pathOf, shown, type WebEvent, webEvent } from '../lib/web-events.ts';
import { readAnswer } from '../lib/x-answer.ts';
import type { Reply } from '../lib/x-client.ts';
import { type Change, fullId, isWindow, labelOf, type Plan, type Step } from './plan.ts';

export interface Applying {
  asker: Asker;
  account: string;
  pixelId: string;
  /** Called before each event that is made. @throws UsageError when its ID could not be written into the file */
  checkFile: () => void;
  /** Puts a new ID into the file, which is on disk when it returns. @throws UsageError */
  writeId: (row: DescribedRow, id: string) => void;
  /** Called before each step. */
  progress: (text: string) => void;
  /** Called after each step. */
  finished: (step: Step) => void;
}

/** How often the account is looked at for an event whose making is in doubt, and how often one is asked for at most. */
const MOST_LOOKS = 3;
const MOST_POSTS = 5;

const PARAMETERS: Readonly<Record<SettingName, string>> = {
  name: 'name',
  type: 'type',
  clickWindow: 'click_window',
  viewWindow: 'view_through_window',
  retargeting: 'retargeting_enabled',
};

const parametersOf = (settings: EventSettings): { name: string; value: string }[] =>
  SETTING_NAMES.flatMap((setting) =>
    settings[setting] === undefined ? [] : [{ name: PARAMETERS[setting], value: String(settings[setting]) }],
  );

/**
 * @param events of the account, as the plan was made from
 * @throws RefusedError when X refuses or does not answer; what was done until then is done
 */
export async function apply({ steps }: Plan, events: readonly WebEvent[], applying: Applying): Promise<void> {
  const known = new Set(events.map(({ id }) => id));
  const toDo = steps.filter(({ action }) => action !== 'keep');
  for (const [i, step] of toDo.entries()) {
    applying.progress(`${labelOf(step.row)} (${i + 1} of ${toDo.length}) …`);
    let event: WebEvent;
    if (step.action === 'create') {
      applying.checkFile();
      event = await create(step.settings, known, applying);
      known.add(event.id);
      if (event.pixel.toLowerCase() !== applying.pixelId.toLowerCase())
        throw new RefusedError(
          `X put the new event ${shown(event).id} "${shown(event).name}" on the pixel ${shown(event).pixel}, not on ${applying.pixelId}, and has no parameter for the pixel. Nothing more was made. Make the events of ${applying.pixelId} in X Events Manager and write their IDs into the file; delete the stray one there.`,
        );
    } else event = step.event;
    if (step.row.eventId === '') applying.writeId(step.row, fullId(event));
    if (step.action !== 'create' && step.changes.length > 0) await update(event, step.changes, applying);
    applying.finished(step);
  }
}

async function create(
  settings: Required<EventSettings>,
  known: ReadonlySet<string>,
  { asker, account }: Applying,
): Promise<WebEvent> {
  for (let posts = 1; ; posts += 1) {
    const reply = await asker.ask({
      method: 'POST',
      path: pathOf(account),
      parameters: parametersOf(settings),
    });
    const outcome = outcomeOf(reply);
    const made = outcome === 'done' ? eventIn(reply) : undefined;
    if (made !== undefined) return made;
    const looks = outcome === 'refused' ? 0 : outcome === 'not now' ? 1 : MOST_LOOKS;
    for (let look = 1; look <= looks; look += 1) {
      await asker.pause(posts + look - 1);
      const found = await lookFor(settings, known, asker, account);
      if (found !== undefined) return found;
    }
    if (outcome !== 'not now' || posts === MOST_POSTS)
      throw new RefusedError(await explained(failureOf(reply), account, asker));
  }
}

/** The event that was not there before and is what was asked for, on whichever pixel it lies. */
async function lookFor(
  { name, type }: EventSettings,
  known: ReadonlySet<string>,
  asker: Asker,
  account: string,
): Promise<WebEvent | undefined> {
  const events = await listWebEvents(asker.ask, account);
  if (!Array.isArray(events)) throw new RefusedError(await explained(events, account, asker));
  return events.find(
    (event) => !known.has(event.id) && !event.deleted && event.type === type && event.name.trim() === name,
  );
}

async function update(
  event: WebEvent,
  changes: readonly Change[],
  { asker, account }: Applying,
): Promise<void> {
  const { clickWindow, viewWindow } = event;
  // Both windows in one request, so that neither is held against the old value of the other.
  const windows = changes.some(({ setting }) => isWindow(setting)) ? { clickWindow, viewWindow } : {};
  const settings = { ...windows, ...Object.fromEntries(changes.map(({ setting, to }) => [setting, to])) };
  const path = `${pathOf(account)}/${encodeURIComponent(event.id)}`;
  const reply = await asker.ask({ method: 'PUT', path, parameters: parametersOf(settings as EventSettings) });
  if (outcomeOf(reply) !== 'done') throw new RefusedError(await explained(failureOf(reply), account, asker));
}

const eventIn = (reply: Reply): WebEvent | undefined =>
  reply.kind === 'answered' ? webEvent(readAnswer(reply.body).body?.data) : undefined;
