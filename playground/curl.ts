/** A request as a line for a POSIX shell. */
import type { HttpRequest } from 'sgtm-toolkit/sandbox';

/** One word of the shell, whatever it holds. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A header as curl takes it: with nothing after its colon it would be left out. */
const header = (name: string, value: string): string => (value === '' ? `${name};` : `${name}: ${value}`);

/** One line that sends the same request; a time limit of whole seconds, rounded up. */
export function curlLine({ method, url, headers, body, timeout }: HttpRequest): string {
  return [
    'curl',
    `--request ${quoted(method)}`,
    `--max-time ${Math.ceil(timeout / 1000)}`,
    ...Object.entries(headers).map(([name, value]) => `--header ${quoted(header(name, value))}`),
    ...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
    // Brackets and braces in a URL are a pattern to curl.
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    quoted(url),
  ].join(' ');
}
