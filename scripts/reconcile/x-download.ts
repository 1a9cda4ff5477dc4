/**
 * The file of a finished job (X, Asynchronous Analytics): on another host, fetched without credentials, gzip. Only https is
 * followed, and plain http on this machine, where a stand-in is asked. Its whole address is never shown: whoever has it has the file.
 */
import { RefusedError } from '../lib/access.ts';
import { clean } from '../lib/x-answer.ts';
import { LONGEST_FILE, unpacked } from './x-file.ts';

export interface DownloadWorld {
  /** Milliseconds until a request is given up. */
  timeoutMs: number;
}

/** The text of the file; `'again'` when another attempt may succeed. */
export async function download(
  address: string,
  endpoint: string,
  { timeoutMs }: DownloadWorld,
): Promise<string | 'again'> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isLocal = url?.protocol === 'http:' && isLoopback(url) && isLoopback(new URL(endpoint));
  if (url === undefined || !(url.protocol === 'https:' || isLocal) || url.username !== '')
    throw new RefusedError(
      `X's file of statistics must lie at an https address, got one of ${url === undefined ? 'no address' : clean(`${url.protocol}//${url.host}`)}. Nothing was fetched.`,
    );
  const fault = (what: string): RefusedError =>
    new RefusedError(`The file of statistics at ${clean(url.host)} ${what}`);
  let response: Response;
  let bytes: Uint8Array | undefined;
  try {
    response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    if (response.status >= 500 || response.status === 429) return 'again';
    if (response.status === 200) bytes = await readBytes(response);
  } catch {
    return 'again';
  }
  if (response.status !== 200)
    throw fault(
      `answered ${response.status}${response.status >= 300 && response.status < 400 ? ', and a redirection is not followed' : ''}. Run the command again: it makes new jobs.`,
    );
  if (bytes === undefined)
    throw fault(`is longer than ${LONGEST_FILE / 1024 / 1024} MB. Take a shorter period.`);
  return unpacked(bytes, fault);
}

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** Undefined when there are too many. */
async function readBytes(response: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > LONGEST_FILE) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
