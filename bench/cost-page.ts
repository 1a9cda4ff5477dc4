/** docs/cost.md. */
import { growthWithCredentials, growthWithItems, runs, type Subject, stages } from './tables.ts';

/** The page's text. Exact counts only, so a test can hold the committed page against it. */
export async function costPage(subject: Subject): Promise<string> {
  return `# What a run costs

Made by \`npm run bench -- --write\`; do not edit. Counts are instructions of the sandbox's interpreter, exact and the same
on every machine; sizes are bytes of the compiled code as JSON. Settings: \`examples/settings.json\` without logging; its
credentials have 25, 50, 50 and 45 characters.

${await runs(subject)}

The first run of an instance hashes what never changes: the two blocks of the key and the head of the base string up to the
nonce. It keeps the states in \`templateDataStorage\`. Later runs hash four blocks: two with nonce and timestamp, one that is
known beforehand, and the outer one. Preview mode keeps nothing, so every run there is a first one.

## Where the instructions go

A stretch of code without a branch counts as a whole for the module it stands in.

${await stages(subject)}

## How it grows

${await growthWithItems(subject)}

${await growthWithCredentials(subject)}

## What a processor-second buys

Time is not exact: measure it where it matters. \`npm run bench\` prints it for this machine next to the counts, for this
template, the textbook port, and any template you name. As a rule of thumb, an interpreter that takes 70 ns an
instruction sends a signed conversion in 1.2 milliseconds: eight hundred a second on one processor, where the textbook port
leaves it about a hundred and forty.
`;
}
