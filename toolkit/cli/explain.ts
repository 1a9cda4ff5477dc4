/** `explain`: the page of a rule, as it stands in the documentation. */
import { nearest } from '../sandbox/language/nearest.ts';
import { rulesPage } from '../sandbox/language/rules-page.ts';
import { templateRulesPage } from '../sandbox/tpl/codes.ts';
import { addressOf } from './package.ts';
import { bold, type Command, UsageError } from './shell.ts';

export const explainCommand: Command = {
  usage: 'explain CODE',
  about: 'Prints what a code of check or build means, why it is said, and what to write instead.',
  options: {},
  async run([code = '', ...more], _options, io) {
    if (more.length > 0) throw new UsageError('explain takes exactly one code.');
    const sections = sectionsOf(PAGES);
    const wanted = code.toUpperCase();
    const found = sections.get(wanted);
    if (found === undefined) {
      const near = nearest(wanted, sections.keys());
      const meant = near === undefined ? '' : ` Did you mean ${near}?`;
      throw new UsageError(
        `${code === '' ? 'No code given.' : `Unknown code '${code}'.${meant}`} Known are:\n  ${[...sections.keys()].join('\n  ')}`,
      );
    }
    const [page, section] = found;
    const address = addressOf(`docs/${page}#${wanted.toLowerCase()}`);
    io.out(`${bold(io, wanted)}\n\n${section}\n${address === undefined ? '' : `\n${address}\n`}`);
    return 0;
  },
};

const PAGES: Readonly<Record<string, () => string>> = {
  'sandbox-rules.md': rulesPage,
  'template-rules.md': templateRulesPage,
};

/** By code, the page it stands on and the text below its heading. */
function sectionsOf(pages: typeof PAGES): Map<string, [page: string, section: string]> {
  return new Map(
    Object.entries(pages).flatMap(([page, text]) =>
      text()
        .split(/^## /m)
        .slice(1)
        .map((part): [string, [string, string]] => {
          const end = part.indexOf('\n');
          return [part.slice(0, end).trim(), [page, part.slice(end).trim()]];
        }),
    ),
  );
}
