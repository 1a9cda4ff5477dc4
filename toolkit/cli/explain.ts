/** `explain`: the page of a rule, as it stands in the documentation. */
import { rulesPage } from '../sandbox/language/rules-page.ts';
import { templateRulesPage } from '../sandbox/tpl/codes.ts';
import { bold, type Command, UsageError } from './shell.ts';

export const explainCommand: Command = {
  usage: 'explain CODE',
  about: 'Prints what a code of check or build means, why it is said, and what to write instead.',
  options: {},
  async run([code = '', ...more], _options, io) {
    if (more.length > 0) throw new UsageError('explain takes exactly one code.');
    const sections = sectionsOf([rulesPage(), templateRulesPage()]);
    const wanted = code.toUpperCase();
    const section = sections.get(wanted);
    if (section === undefined)
      throw new UsageError(
        `${code === '' ? 'No code given' : `Unknown code '${code}'`}; known are:\n  ${[...sections.keys()].join('\n  ')}`,
      );
    io.out(`${bold(io, wanted)}\n\n${section}\n`);
    return 0;
  },
};

/** The text below each heading of two hashes that is a code. */
function sectionsOf(pages: readonly string[]): Map<string, string> {
  return new Map(
    pages.flatMap((page) =>
      page
        .split(/^## /m)
        .slice(1)
        .map((part): [string, string] => {
          const end = part.indexOf('\n');
          return [part.slice(0, end).trim(), part.slice(end).trim()];
        }),
    ),
  );
}
