/** The page docs/sandbox-forms.md, made from the table of forms. */
import { FORMS, type Form, type FormName, isProven } from './forms.ts';

const INTRODUCTION = `# Which forms of the language are proven

Google does not publish the grammar of sandboxed JavaScript. What can be relied on is what stands in public server templates
that are in use. This table lists every form the language has here, with an example and up to three repositories whose server
templates hold it. A form seen in two or more counts as proven; of the others the check tells a note,
[SANDBOX_NOT_SEEN](sandbox-rules.md#sandbox_not_seen). \`npm run corpus\` counts anew ([corpus.md](corpus.md)).

This page is generated from \`toolkit/sandbox/language/forms.ts\`.`;

/** The text of the page. */
export function formsPage(): string {
  const rows = Object.entries<Form>(FORMS).map(([name, { example, seen, instead }]) => {
    const places = seen.length === 0 ? 'not seen' : seen.join(', ');
    const proven = isProven(name as FormName) ? '' : `: ${instead ?? ''}`.trimEnd();
    return `| ${cell(name)} | ${code(example)} | ${places}${proven} |`;
  });
  return `${INTRODUCTION}\n\n| form | example | seen in |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** Text in a cell of a table, no character of which is read as markup. */
const cell = (text: string): string => text.replace(/[\\`*_[\]()<>|&]/g, '\\$&');

/** Code in a cell: only the bar between cells needs help. */
const code = (text: string): string => `\`${text.replaceAll('|', '\\|').replaceAll('\n', ' ↵ ')}\``;
