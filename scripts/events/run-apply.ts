/** `apply`: the plan shown, agreed to and done. */
import { count, type Io, readText, UsageError } from 'sgtm-toolkit/shell';
import { type DescribedRow, readEvents } from '../container/dictionary.ts';
import { explained, RefusedError } from '../lib/access.ts';
import { listWebEvents } from '../lib/web-events.ts';
import { apply } from './apply.ts';
import type { RowValues } from './edit.ts';
import { checkText, completed, locked, replaceText } from './file.ts';
import { differs, labelOf, type Plan, planOf, type Step } from './plan.ts';
import { RISK } from './report.ts';
import {
  begin,
  type Call,
  type EventsWorld,
  hasErrors,
  planFor,
  planJson,
  planText,
  problemText,
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
  locked(call.file, () => refusable(call, io, () => applyLocked(call, io, world)));

async function applyLocked(call: ApplyCall, io: Io, world: EventsWorld): Promise<number> {
  const first = await begin(call, readText(call.file), io, world);
  if (typeof first === 'number') return first;
  let session = first;
  let made = planFor(call, session);
  const shown = planText(io, session, made);
  // What is agreed to must be seen; the JSON of the result comes afterwards.
  (call.json ? io.err : io.out)(shown);
  io.err(problemText(io, made.problems));
  // With an error in the plan the problems say it all.
  let refusal = hasErrors(made) ? '' : refusalOf(call, session, made);
  if (refusal === undefined && differs(made) && !call.yes) {
    if (!(await agreed(world))) refusal = 'Nothing was done.';
    else {
      // Meanwhile somebody else may have done it, or changed the file.
      const later = await begin(call, readText(call.file), io, world);
      if (typeof later === 'number') return later;
      session = later;
      made = planFor(call, session);
      if (hasErrors(made) || planText(io, session, made) !== shown)
        refusal = 'While the question stood, X or the file was changed. Nothing was done; run it again.';
    }
  }
  const done: Step[] = [];
  const failure = refusal ?? (await perform(call, session, made, io, done));
  const names = done.map(({ row }) => labelOf(row));
  const json = { ...planJson(call, session, made), ok: failure === undefined, done: names };
  say(call, io, failure ? { ...json, failure } : json, () =>
    failure === undefined && done.length > 0
      ? `${count(done.length, 'row')} done; X is as ${call.file} says.\n`
      : '',
  );
  if (failure && !call.json) io.err(`${failure}\n`);
  return failure === undefined ? 0 : 1;
}

const withId = ({ table, selector }: DescribedRow, id: string): RowValues => ({
  table,
  selector,
  values: { id },
});

/** Why nothing may be done; undefined when all may. @throws UsageError */
function refusalOf(
  { file, changeType }: ApplyCall,
  { text, pixelId }: Session,
  made: Plan,
): string | undefined {
  const retyped = made.steps.find((step) => typeChanges(step));
  if (retyped !== undefined && !changeType)
    return `${labelOf(retyped.row)} would get another type, which ${RISK}. Give --change-type to do it, or write the type that X has.`;
  // Before anything is made it is sure that its ID can be written down.
  const unnamed = made.steps.filter(({ row }) => row.eventId === '');
  const trial = unnamed.map(({ row }, i) => withId(row, `tw-${pixelId}-unwritten${i}`));
  completed(file, text, readForm(), {}, trial);
  return undefined;
}

/** @throws UsageError where nobody can be asked */
async function agreed({ confirm }: EventsWorld): Promise<boolean> {
  if (confirm === undefined)
    throw new UsageError('apply asks before it does anything. Give --yes where nobody can answer.');
  return confirm('Do this? Type yes: ');
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
    await apply(made, session.events, {
      ...session,
      progress: io.progress,
      checkFile: () => checkText(file, text),
      writeId,
      finished,
    });
    if (done.length === 0) return undefined;
    io.progress('Looking at X once more …');
    const events = await listWebEvents(session.asker.ask, session.account);
    if (!Array.isArray(events)) return await explained(events, session.account, session.asker);
    const { rows } = readEvents(file, text, form);
    const after = planOf(file, session.pixelId, rows, events);
    return differs(after) || hasErrors(after)
      ? `X took the changes, but still differs from the file. Look at it with npm run events -- plan ${file}.`
      : undefined;
  } catch (error) {
    if (!(error instanceof RefusedError || error instanceof UsageError)) throw error;
    return error.message;
  } finally {
    io.progress('');
  }
}

const typeChanges = (step: Step): boolean =>
  step.action !== 'create' && step.changes.some(({ setting }) => setting === 'type');
