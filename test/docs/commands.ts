/** The commands that the documentation shows, taken apart. */
import { filesLike, textOf } from './files.ts';
import { codeOf } from './markdown.ts';

export interface Command {
  /** As it is shown. */
  shown: string;
  program: 'npm' | 'npx';
  /** Name of the script or of the program. */
  name: string;
  args: string[];
}

/** What npm does without a script. */
const OWN_WORDS = ['ci', 'install'];

/** The calls of npm and npx in one piece of code; `&&`, pipes and comments end a call, variables may stand before it. */
export function commandsIn(code: string): Command[] {
  return code
    .replace(/ # .*$/, '')
    .split(/&&|[|;]/)
    .map((part) =>
      part
        .trim()
        .replace(/^\$ /, '')
        .replace(/^(?:[A-Z_]+=\S+ )+/, '')
        .replace(/ > \S+$/, ''),
    )
    .flatMap((shown): Command[] => {
      const [program, ...words] = shown.split(/\s+/).filter((word) => word !== '--silent');
      if ((program !== 'npm' && program !== 'npx') || words.length === 0) return [];
      if (program === 'npx') return [{ shown, program, name: words[0]!, args: words.slice(1) }];
      if (OWN_WORDS.includes(words[0]!)) return [];
      const [first, ...rest] = words;
      const [name = '', ...args] = first === 'run' ? rest : [first!, ...rest];
      return [{ shown, program, name, args: args.filter((word) => word !== '--') }];
    });
}

export const { scripts: SCRIPTS } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

/** Our own file that a script or `npx tsx` runs, with its arguments in front. */
export function entryOf({ program, name, args }: Command): { file: string; args: string[] } | undefined {
  if (program === 'npx') return name === 'tsx' ? { file: args[0] ?? '', args: args.slice(1) } : undefined;
  const [, file, own = ''] =
    /(?:^|&& )tsx -C sgtm-source (\S+\.ts)((?: \S+)*)$/.exec(SCRIPTS[name] ?? '') ?? [];
  return file === undefined ? undefined : { file, args: [...own.split(' ').filter(Boolean), ...args] };
}

const PAGES = ['README.md', 'CONTRIBUTING.md', 'docs/*.md', 'toolkit/sandbox/*.md', 'x-server/*.md'];

/** Each command once, with the first page that shows it, in the order of the pages. */
export const SHOWN: readonly { page: string; command: Command }[] = [
  ...new Map(
    filesLike(...PAGES)
      .flatMap((page) =>
        codeOf(textOf(page))
          .flatMap(commandsIn)
          .map((command) => ({ page, command })),
      )
      .toReversed()
      .map((one) => [one.command.shown, one]),
  ).values(),
].toReversed();
