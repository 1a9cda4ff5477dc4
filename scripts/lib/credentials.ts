/**
 * Credentials for X from the environment or from a file only its owner can read; never from arguments, which every user
 * of a machine can see. Nothing here puts a value into a message.
 */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { UsageError } from 'sgtm-toolkit/shell';
import type { Credentials } from '../../src/signing/oauth1.ts';

/** The tag's four OAuth fields, by the name of their variable. */
const OAUTH_NAMES: Record<string, keyof Credentials> = {
  X_CONSUMER_KEY: 'consumerKey',
  X_CONSUMER_SECRET: 'consumerSecret',
  X_ACCESS_TOKEN: 'accessToken',
  X_ACCESS_TOKEN_SECRET: 'accessTokenSecret',
};
const TOKEN_NAME = 'X_PIXEL_TOKEN';

export const CREDENTIALS_HELP = `Credentials come from the environment, or from --credentials FILE with one NAME=VALUE a line (chmod 600 FILE):

  X_CONSUMER_KEY, X_CONSUMER_SECRET, X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET   for OAuth 1.0a, all four
  X_PIXEL_TOKEN                                                              for the pixel access token`;

/** One way to prove to X who sends. */
export type Authorization =
  | { method: 'oauth1'; credentials: Credentials }
  | { method: 'pixelToken'; token: string };

export interface FoundCredentials {
  /** Complete ways, OAuth first. */
  ways: Authorization[];
  /** Names of the OAuth values that are not given. */
  missing: string[];
  /** What keeps a way from being complete or usable, one sentence each; empty when nothing is wrong. */
  problems: string[];
  /** What looks odd, though it may be right. */
  oddities: string[];
}

export class CredentialsError extends UsageError {}

/**
 * @param environment for example `process.env`
 * @param file path of a file with NAME=VALUE lines; what it names wins over the environment
 * @throws CredentialsError when the file cannot be used
 */
export function findCredentials(
  environment: Readonly<Record<string, string | undefined>>,
  file?: string,
): FoundCredentials {
  const values = new Map<string, string>();
  for (const name of [...Object.keys(OAUTH_NAMES), TOKEN_NAME]) values.set(name, environment[name] ?? '');
  if (file !== undefined)
    for (const [name, value] of readCredentialsFile(file)) if (values.has(name)) values.set(name, value);
  for (const [name, value] of values) values.set(name, value.trim());

  const value = (name: string) => values.get(name) ?? '';
  const names = Object.keys(OAUTH_NAMES);
  const missing = names.filter((name) => value(name) === '');
  const found: FoundCredentials = { ways: [], missing, problems: [], oddities: [] };
  const token = value(TOKEN_NAME);
  if (missing.length > 0 && missing.length < names.length)
    found.problems.push(`OAuth 1.0a needs four values; set also ${missing.join(', ')}.`);
  if (missing.length === names.length && token === '')
    found.problems.push(`No credentials: set ${names.join(', ')}, or ${TOKEN_NAME}.`);
  if (missing.length === 0) {
    const broken = names.filter((name) => !isUnicode(value(name)));
    for (const name of broken) found.problems.push(`${name} holds a broken character. Copy it again.`);
    if (broken.length === 0) {
      const credentials = {
        consumerKey: value('X_CONSUMER_KEY'),
        consumerSecret: value('X_CONSUMER_SECRET'),
        accessToken: value('X_ACCESS_TOKEN'),
        accessTokenSecret: value('X_ACCESS_TOKEN_SECRET'),
      };
      found.ways.push({ method: 'oauth1', credentials });
      found.oddities.push(...oauthOddities(value));
    }
  }
  if (token !== '') {
    if (/^[!-~]+( +[!-~]+)*$/.test(token)) found.ways.push({ method: 'pixelToken', token });
    else
      found.problems.push(
        `${TOKEN_NAME} must be printable ASCII on one line. Generate a new one in X Events Manager and copy it.`,
      );
  }
  for (const [name, text] of values) {
    if (/^(["'`]).*\1$/s.test(text)) found.oddities.push(`${name} stands in quotation marks: remove them.`);
    if (/^(Bearer|OAuth) /i.test(text))
      found.oddities.push(`${name} starts with a scheme: give the bare value.`);
  }
  return found;
}

/**
 * The four OAuth values, for what a pixel access token does not open.
 * @param subject what needs it, with its verb: `Web events need`
 * @throws CredentialsError when it is not complete or usable
 */
export function findOAuth(
  environment: Readonly<Record<string, string | undefined>>,
  file: string | undefined,
  subject: string,
): Authorization {
  const { ways, missing, problems } = findCredentials(environment, file);
  const way = ways.find(({ method }) => method === 'oauth1');
  if (way !== undefined) return way;
  const names = Object.keys(OAUTH_NAMES);
  const why = missing.length === names.length ? '' : ` ${problems.join(' ')}`;
  throw new CredentialsError(
    `${subject} the four OAuth values ${names.join(', ')}. A pixel access token does not replace them.${why}`,
  );
}

/** How X's values usually look: a hint only, X promises no format. */
function oauthOddities(value: (name: string) => string): string[] {
  const oddities: string[] = [];
  if (/\s/.test(Object.keys(OAUTH_NAMES).map(value).join('')))
    oddities.push(
      'A credential holds a blank or line break in its middle: compare with the developer portal.',
    );
  if (!/^\d+-/.test(value('X_ACCESS_TOKEN')))
    oddities.push(
      'X_ACCESS_TOKEN does not start with the number of a user and a dash, as access tokens of X do: is it another value?',
    );
  if (/^\d+-/.test(value('X_CONSUMER_KEY')))
    oddities.push('X_CONSUMER_KEY looks like an access token: are the two pairs swapped?');
  return oddities;
}

function isUnicode(text: string): boolean {
  try {
    encodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** NAME=VALUE lines; blank lines and lines starting with # do not count, quotation marks around a value are dropped. */
function readCredentialsFile(file: string): [name: string, value: string][] {
  return readPrivately(file)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, index): [string, string][] => {
      const text = line.trim();
      if (text === '' || text.startsWith('#')) return [];
      const [, name, value] = /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(text) ?? [];
      if (name === undefined || value === undefined)
        throw new CredentialsError(`--credentials ${file}, line ${index + 1}: expected NAME=VALUE.`);
      return [[name, value.replace(/^(["'])(.*)\1$/, '$2')]];
    });
}

function readPrivately(file: string): string {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    throw new CredentialsError(`--credentials ${file}: the file cannot be read.`);
  }
  try {
    // The open file is looked at, not its name, which may point elsewhere a moment later.
    const { mode } = fstatSync(handle);
    if ((mode & 0o077) !== 0 && process.platform !== 'win32')
      throw new CredentialsError(
        `--credentials ${file}: others may read it (mode ${(mode & 0o777).toString(8)}). Run: chmod 600 ${file}`,
      );
    return readFileSync(handle, 'utf8');
  } catch (error) {
    if (error instanceof CredentialsError) throw error;
    throw new CredentialsError(`--credentials ${file}: the file cannot be read.`);
  } finally {
    closeSync(handle);
  }
}

/** The texts no output may hold. */
export function secretsOf(authorization: Authorization): string[] {
  return authorization.method === 'oauth1' ? Object.values(authorization.credentials) : [authorization.token];
}
