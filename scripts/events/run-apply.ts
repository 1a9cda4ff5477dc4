/** `apply`: the plan shown, agreed to and done. */
import { count, type Io, readText, UsageError } from 'sgtm-toolkit/shell';
import { type DescribedRow, readEvents } from '../container/dictionary.ts';
import { explained, RefusedError } from '../lib/access.ts';
import { listWebEvents } from '../lib/web-events.ts';
import { apply } from './apply.ts';
import type { RowValues } from './edit.ts';
import { completed, replaceText } from './file.ts';
import { differs, labelOf, type Plan, planOf, type Step } from './plan.ts';
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

interface ApplyCall extends Call {
  yes: boolean;
  changeType: boolean;
}

/** Gives the exit status. */
export const applyFile = (call: ApplyCall, io: Io, world: EventsWorld): Promise<number> =>
  refusable(call, io, async () => {
    const session = await begin(call, readText(call.file), io, world);
    if (typeof session === 'number') return session;
    const made = planFor(call, session);
    // What is agreed to must be seen; the JSON of the result comes afterwards.
    (call.json ? io.err : io.out)(planText(io, session, made));
    // With an error in the plan the problems say it all.
    const refusal = hasErrors(made) ? '' : await refusalOf(call, session, made, world);
    const done: Step[] = [];
    const failure = refusal ?? (await perform(call, session, made, io, done));
    const names = done.map(({ row }) => labelOf(row));
    const json = { ...planJson(call, session, made), ok: failure === undefined, done: names };
    say(call, io, failure ? { ...json, failure } : json, () =>
      failure === undefined && done.length > 0
        ? `${count(done.length, 'row')} done; X is as ${call.file} says.\n`
        : '',
    );
    complain(call, io, made.problems);
    if (failure && !call.json) io.err(`${failure}\n`);
    return failure === undefined ? 0 : 1;
  });

const withId = ({ table, selector }: DescribedRow, id: string): RowValues => ({
  table,
  selector,
  values: { id },
});

/** Why nothing may be done; undefined when all may. @throws UsageError */
async function refusalOf(
  { file, yes, changeType }: ApplyCall,
  { text, pixelId }: Session,
  made: Plan,
  { confirm }: EventsWorld,
): Promise<string | undefined> {
  const retyped = made.steps.find((step) => typeChanges(step));
  if (retyped !== undefined && !changeType)
    return `${labelOf(retyped.row)} would get another type, which ${RISK}. Give --change-type to do it, or write the type that X has.`;
  // Before anything is made it is sure that its ID can be written down.
  const unnamed = made.steps.filter(({ row }) => row.eventId === '');
  const trial = unnamed.map(({ row }, i) => withId(row, `tw-${pixelId}-unwritten${i}`));
  completed(file, text, readForm(), {}, trial);
  if (!differs(made) || yes) return undefined;
  if (confirm === undefined)
    throw new UsageError('apply asks before it does anything. Give --yes where nobody can answer.');
  return (await confirm('Do this? Type yes: ')) ? undefined : 'Nothing was done.';
}

/** Does what the plan says and looks at X once more. Gives what went wrong; `done` gets what did not. */
async function perform(
  call: Call,
  session: Session,
  made: Plan,
  io: Io,
  done: Step[],
): Promise<string | undefined> {
  const { file } = call;
  const form = readForm();
  let { text } = session;
  const writeId = (row: DescribedRow, id: string): void => {
    const after = completed(file, text, form, {}, [withId(row, id)]);
    try {
      replaceText(file, text, after);
    } catch (error) {
      throw error instanceof UsageError
        ? new UsageError(`${error.message} The ID of ${labelOf(row)} is ${id}.`)
        : error;
    }
    text = after;
  };
  const finished = (step: Step): void => {
    done.push(step);
    if (!call.json) io.out(`  done: ${labelOf(step.row)}\n`);
  };
  try {
    await apply(made, session.events, { ...session, progress: io.progress, writeId, finished });
    if (done.length === 0) return undefined;
    io.progress('Looking at X once more …');
    const events = await listWebEvents(session.asker.ask, session.account);
    if (!Array.isArray(events)) return await explained(events, session.account, session.asker);
    const { rows } = readEvents(file, text, form);
    const { steps } = planOf(file, session.pixelId, rows, events);
    const rest = steps.filter(({ action }) => action !== 'keep').map(({ row }) => labelOf(row));
    return rest.length === 0
      ? undefined
      : `X took the changes, but still differs at ${rest.join(', ')}. Look at it with npm run events -- plan ${file}.`;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return error.message;
  } finally {
    io.progress('');
  }
}

const typeChanges = (step: Step): boolean =>
  step.action !== 'create' && step.changes.some(({ setting }) => setting === 'type');
