/** Results in the forms that other programs read: JSON, JUnit's XML, and the annotations of GitHub's workflows. */
import { oneOf, UsageError, type Values } from './shell.ts';

const REPORTERS = ['text', 'json', 'junit', 'github'] as const;
export type Reporter = (typeof REPORTERS)[number];

/** The two options of every command that has reporters. */
export const REPORTER_OPTIONS = {
  reporter: { type: 'string', value: 'NAME', help: 'text (default), json, junit, or github for annotations' },
  json: { type: 'boolean', help: 'the result as JSON' },
} as const;

/** Which form the options ask for. */
export function reporterOf({ reporter, json }: Values): Reporter {
  if (json && reporter !== undefined && reporter !== 'json')
    throw new UsageError('--json and --reporter exclude each other.');
  return json ? 'json' : oneOf('reporter', reporter ?? 'text', REPORTERS);
}

export const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export interface Annotation {
  file: string;
  line: number;
  column?: number;
  severity: string;
  title: string;
  message: string;
}

/** A line that GitHub shows at its place in the file (GitHub, Workflow commands). */
export function annotation({ file, line, column, severity, title, message }: Annotation): string {
  const kind = severity === 'error' || severity === 'warning' ? severity : 'notice';
  const places = { file, line: String(line), ...(column !== undefined && { col: String(column) }), title };
  const properties = Object.entries(places).map(([name, value]) => `${name}=${escapedProperty(value)}`);
  return `::${kind} ${properties.join(',')}::${escapedData(message)}\n`;
}

const escapedData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapedProperty = (text: string): string =>
  escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

export interface Suite {
  /** A file. */
  name: string;
  cases: { name: string; ms?: number; failures: string[] }[];
}

/** JUnit's XML as CI systems read it: a suite for each file. */
export function junit(suites: readonly Suite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  const lines = suites.flatMap(({ name, cases }) => [
    `  <testsuite name="${xml(name)}" ${counts(cases)}>`,
    ...cases.flatMap((one) => [
      `    <testcase name="${xml(one.name)}" classname="${xml(name)}" time="${seconds([one])}">`,
      ...one.failures.map(
        (text) => `      <failure message="${xml(text.split('\n')[0]!)}">${xml(text)}</failure>`,
      ),
      '    </testcase>',
    ]),
    '  </testsuite>',
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts(all)}>\n${lines.join('\n')}\n</testsuites>\n`;
}

const counts = (cases: Suite['cases']): string =>
  `tests="${cases.length}" failures="${cases.filter(({ failures }) => failures.length > 0).length}" time="${seconds(cases)}"`;
const seconds = (cases: Suite['cases']): string =>
  (cases.reduce((sum, { ms = 0 }) => sum + ms, 0) / 1000).toFixed(3);

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Text as XML may hold it: what no XML can hold is replaced by U+FFFD. */
const xml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 has no form for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, '\ufffd')
    .replace(/[&<>"\n]/g, (character) => ENTITIES[character]!);
