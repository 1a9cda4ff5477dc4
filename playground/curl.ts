/** A request as a line for a POSIX shell. */
import type { HttpRequest } from '../sandbox/index.ts';

/** One word of the shell, whatever it holds. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** One line that sends the same request; a time limit of whole seconds, rounded up. */
export function curlLine({ method, url, headers, body, timeout }: HttpRequest): string {
  return [
    'curl',
    `--request ${quoted(method)}`,
    `--max-time ${Math.ceil(timeout / 1000)}`,
    ...Object.entries(headers).map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
    quoted(url),
  ].join(' ');
}
