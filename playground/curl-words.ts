/** A line for curl, as browsers copy a request (*Copy as cURL*), taken apart: for POSIX shells and for cmd on Windows. */

export interface CopiedRequest {
  url: string;
  /** Header names in lower case. */
  headers: Map<string, string>;
  body: string;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/** The words of a line. Inside `$'…'` a backslash escapes as in C, inside `"…"` and outside it takes the next character as it is. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  const piece =
    /\s+|\$'((?:[^'\\]|\\[\s\S])*)'|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\(\r?\n|[\s\S])|[^\s'"\\$]+|[\s\S]/g;
  let open = false;
  for (const [whole, ansi, single, double, escaped] of line.matchAll(piece)) {
    if (/^\s+$/.test(whole) || (escaped !== undefined && /^\r?\n$/.test(escaped))) {
      open = false;
      continue;
    }
    const text =
      ansi !== undefined
        ? ansi.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])/g, (_all, code: string) =>
            code.length > 1
              ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
              : (ESCAPES[code] ?? code),
          )
        : (single ?? double?.replace(/\\([\s\S])/g, '$1') ?? escaped ?? whole);
    if (open) words[words.length - 1] += text;
    else words.push(text);
    open = true;
  }
  return words;
}

const DATA = new Set(['-d', '--data', '--data-raw', '--data-binary', '--data-ascii', '--data-urlencode']);
/** Options with a value that says nothing about the request's content. */
const OTHERS = new Set([
  '-X',
  '--request',
  '-o',
  '--output',
  '-m',
  '--max-time',
  '-x',
  '--proxy',
  '-u',
  '--user',
]);

/** `undefined` when the text is no line for curl, or one without a URL. */
export function readCurl(text: string): CopiedRequest | undefined {
  // For cmd every character that could mean something has a caret in front.
  const line = text.includes('^"')
    ? text.replace(/\^(\r?\n|[\s\S])/g, (_all, next: string) => next.trim() || ' ')
    : text;
  const [program, ...words] = wordsOf(line.trim());
  if (!/^curl(\.exe)?$/.test(program ?? '')) return undefined;
  const request: CopiedRequest = { url: '', headers: new Map(), body: '' };
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const value = words[i + 1] ?? '';
    if (word === '-H' || word === '--header') {
      const [, name = '', content = ''] = /^([^:]*):\s*([\s\S]*)$/.exec(value) ?? [];
      request.headers.set(name.toLowerCase(), content);
    } else if (DATA.has(word)) request.body += (request.body && '&') + value;
    else if (word === '-b' || word === '--cookie') request.headers.set('cookie', value);
    else if (word === '-A' || word === '--user-agent') request.headers.set('user-agent', value);
    else if (word === '-e' || word === '--referer') request.headers.set('referer', value);
    else if (word === '--url') request.url = value;
    else if (!OTHERS.has(word)) {
      if (!word.startsWith('-')) request.url ||= word;
      continue;
    }
    i++;
  }
  return request.url === '' ? undefined : request;
}
