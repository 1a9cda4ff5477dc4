/** `plan`: what apply would do. */
import { type Io, readText } from 'sgtm-toolkit/shell';
import { differs } from './plan.ts';
import {
  begin,
  type Call,
  complain,
  type EventsWorld,
  hasErrors,
  planFor,
  planJson,
  planText,
  refusable,
  say,
} from './session.ts';

/** Gives the exit status: 2 when there is a difference. */
export const plan = (call: Call, io: Io, world: EventsWorld): Promise<number> =>
  refusable(call, io, async () => {
    const session = await begin(call, readText(call.file), io, world);
    if (typeof session === 'number') return session;
    const made = planFor(call, session);
    say(call, io, planJson(call, session, made), () => planText(io, session, made));
    complain(call, io, made.problems);
    return hasErrors(made) ? 1 : differs(made) ? 2 : 0;
  });
