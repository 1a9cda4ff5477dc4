/** `pull`: the file made, or completed. */
import { existsSync } from 'node:fs';
import { bold, type Io, readText } from 'sgtm-toolkit/shell';
import { readEvents } from '../container/dictionary.ts';
import { completed, makeFile, replaceText } from './file.ts';
import { differs } from './plan.ts';
import { completionOf } from './pull.ts';
import { eventJson, unlistedText } from './report.ts';
import {
  begin,
  type Call,
  complain,
  type EventsWorld,
  hasErrors,
  planFor,
  readForm,
  refusable,
  say,
} from './session.ts';

export const pull = (call: Call, io: Io, world: EventsWorld): Promise<number> =>
  refusable(call, io, async () => {
    const { file } = call;
    const isNew = !existsSync(file);
    const session = await begin(call, isNew ? undefined : readText(file), io, world);
    if (typeof session === 'number') return session;
    const { rows, pixelId, account, events } = session;
    const form = readForm();
    const text = isNew ? newText(account, pixelId) : session.text;
    const hasAccount = readEvents(file, text, form).dictionary.accountId !== '';
    const { completed: changed, added, left } = completionOf(rows, pixelId, events);
    const top = hasAccount ? {} : { accountId: account };
    const after = completed(file, text, form, top, [...changed, ...added]);
    if (isNew) makeFile(file, after);
    else if (after !== text) replaceText(file, text, after);
    const now = planFor(call, { ...session, ...readEvents(file, after, form) });
    const names = (list: readonly { table: string; selector: string }[]): string[] =>
      list.map(({ table, selector }) => `${table}.${selector}`);
    const result = {
      ok: !hasErrors(now),
      file,
      written: isNew || after !== text,
      completed: names(changed),
      added: names(added),
      differs: differs(now),
      problems: now.problems,
      notInFile: left.map(eventJson),
    };
    say(call, io, result, () => {
      const said = [
        ...names(changed).map((name) => `  completed  ${name}\n`),
        ...names(added).map((name) => `  added      ${name}\n`),
      ].join('');
      const head = result.written ? (isNew ? 'made.' : 'completed.') : 'has all that X has.';
      const rest = differs(now)
        ? `\nX differs from the file; npm run events -- plan ${file} shows where.\n`
        : '';
      const hint =
        left.length === 0
          ? ''
          : '\nNothing tells which event of the site these are sent for: write the ones you need below customEvents.\n';
      return `${bold(io, file)}: ${head}\n${said}${unlistedText(left)}${hint}${rest}`;
    });
    complain(call, io, now.problems);
    return hasErrors(now) ? 1 : 0;
  });

const newText = (
  account: string,
  pixelId: string,
): string => `# Events of X as code: npm run events -- plan FILE shows what differs at X, apply makes it so; docs/events.md explains it.
# The same file makes a server container: npm run container -- FILE.
accountId: ${account}
pixelId: ${pixelId}
`;
