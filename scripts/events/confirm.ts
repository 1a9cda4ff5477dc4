/** The question that `apply` asks on a terminal. */
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

/** Only `yes` agrees; Ctrl-C, Ctrl-D and the end of the input do not. */
export async function confirm(
  question: string,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<boolean> {
  const terminal = createInterface({ input, output });
  try {
    const closed = once(terminal, 'close').then(() => undefined);
    // Node gives up a question with an error at Ctrl-C and Ctrl-D, and leaves it open at the end of the input.
    const answer = await Promise.race([terminal.question(question).catch(() => undefined), closed]);
    if (answer === undefined) output.write('\n');
    return answer?.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}
