/** `apply`: the plan shown, agreed to and done. */
import { count, type Io, readText, UsageError } from '../../toolkit/cli/shell.ts';
import { type DescribedRow, readEvents } from '../container/dictionary.ts';
import type { Field } from '../container/form.ts';
import { listWebEvents } from '../lib/web-events.ts';
import { explained, RefusedError } from './access.ts';
import { apply } from './apply.ts';
import { completed, replaceText } from './file.ts';
import { differs, labelOf, planOf, type Step } from './plan.ts';
import { RISK } from './report.ts';
import {
  begin,
  type Call,
  complain,
  type EventsWorld,
  hasErrors,
  planFor,
  planJson,
  planText,
  readForm,
  refusable,
  type Session,
  say,
} from './session.ts';

export const applyFile = (
  call: Call & { yes: boolean; changeType: boolean },
  io: Io,
  world: EventsWorld,
): Promise<number> =>
  refusable(call, io, async () => {
    const { file } = call;
    const form = readForm();
    const session = await begin(call, readText(file), io, world);
    if (typeof session === 'number') return session;
    const made = planFor(call, session);
    const refuse = (failure?: string): 1 => {
      say(call, io, { ...planJson(call, session, made), ok: false, ...(failure && { failure }) }, () => '');
      complain(call, io, made.problems);
      if (failure !== undefined && !call.json) io.err(`${failure}\n`);
      return 1;
    };
    // What is agreed to must be seen; the JSON of the result comes afterwards.
    (call.json ? io.err : io.out)(planText(io, session, made));
    if (hasErrors(made)) return refuse();
    const retyped = made.steps.find((step) => typeChanges(step));
    if (retyped !== undefined && !call.changeType)
      return refuse(
        `${labelOf(retyped.row)} would get another type, which ${RISK}. Give --change-type to do it, or write the type that X has.`,
      );
    let { text } = session;
    const withId = ({ table, selector }: DescribedRow, id: string) => ({ table, selector, values: { id } });
    // Before anything is made it is sure that its ID can be written down.
    const unnamed = made.steps.filter(({ row }) => row.eventId === '');
    const trial = unnamed.map(({ row }, i) => withId(row, `tw-${session.pixelId}-unwritten${i}`));
    completed(file, text, form, {}, trial);
    if (differs(made) && !call.yes) {
      if (world.confirm === undefined)
        throw new UsageError('apply asks before it does anything. Give --yes where nobody can answer.');
      if (!(await world.confirm('Do this? Type yes: '))) return refuse('Nothing was done.');
    }
    const done: Step[] = [];
    let failure: string | undefined;
    try {
      await apply(made, session.events, {
        ...session,
        progress: io.progress,
        writeId: (row, id) => {
          const after = completed(file, text, form, {}, [withId(row, id)]);
          try {
            replaceText(file, text, after);
          } catch (error) {
            throw error instanceof UsageError
              ? new UsageError(`${error.message} The ID of ${labelOf(row)} is ${id}.`)
              : error;
          }
          text = after;
        },
        done: (step, event) => {
          done.push(step.action === 'create' ? step : { ...step, event });
          if (!call.json) io.out(`  done: ${labelOf(step.row)}\n`);
        },
      });
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      failure = error.message;
    }
    io.progress('');
    const rest = failure === undefined && done.length > 0 ? await remaining(call, session, text, form) : [];
    if (rest.length > 0)
      failure = `X took the changes, but still differs at ${rest.map(({ row }) => labelOf(row)).join(', ')}. Look at it with npm run events -- plan ${file}.`;
    const json = {
      ...planJson(call, session, made),
      ok: failure === undefined,
      done: done.map(({ row }) => labelOf(row)),
    };
    say(call, io, failure === undefined ? json : { ...json, failure }, () =>
      failure === undefined && done.length > 0
        ? `${count(done.length, 'row')} done; X is as ${file} says.\n`
        : '',
    );
    complain(call, io, made.problems);
    if (failure !== undefined && !call.json) io.err(`${failure}\n`);
    return failure === undefined ? 0 : 1;
  });

const typeChanges = (step: Step): boolean =>
  step.action !== 'create' && step.changes.some(({ setting }) => setting === 'type');

/** What still differs after all was done, X being asked anew. */
async function remaining(
  call: Call,
  session: Session,
  text: string,
  form: readonly Field[],
): Promise<Step[]> {
  const events = await listWebEvents(session.asker.ask, session.account);
  if (!Array.isArray(events)) throw new RefusedError(await explained(events, session.account, session.asker));
  const { rows } = readEvents(call.file, text, form);
  return planOf(call.file, session.pixelId, rows, events).steps.filter(({ action }) => action !== 'keep');
}
