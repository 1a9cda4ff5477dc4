/**
 * metadata.yaml, what the Gallery reads: homepage, documentation, and the published versions, newest first, each by the
 * commit that holds its template.tpl (Google, Submit a template to the Community Template Gallery).
 */
import { isMap, isSeq, parseDocument, Scalar, YAMLMap, YAMLSeq } from 'yaml';

export interface PublishedVersion {
  sha: string;
  changeNotes: string;
}

export interface Metadata {
  homepage: string;
  documentation: string;
  versions: PublishedVersion[];
}

/** Reads the file. What has another shape is named in `problems`; absent texts are empty. */
export function parseMetadata(text: string): { metadata: Metadata; problems: string[] } {
  const metadata: Metadata = { homepage: '', documentation: '', versions: [] };
  // Without a schema everything is text, so that no sha is taken for a number.
  const document = parseDocument(text, { schema: 'failsafe' });
  const problems = document.errors.map(({ message }) => `metadata.yaml: ${message.split('\n')[0]}`);
  const root: unknown = problems.length > 0 ? {} : document.toJS();
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    return { metadata, problems: ['metadata.yaml must hold homepage, documentation and versions.'] };
  }
  for (const [key, value] of Object.entries(root)) {
    if (key === 'homepage' || key === 'documentation') metadata[key] = textOf(value);
    else if (key !== 'versions')
      problems.push(
        `metadata.yaml has the unknown key "${key}"; known are homepage, documentation and versions.`,
      );
  }
  const { versions = undefined } = root as { versions?: unknown };
  if (problems.length === 0 && !Array.isArray(versions))
    problems.push('metadata.yaml needs "versions", a list; it is empty before the first release.');
  for (const entry of Array.isArray(versions) ? versions : []) {
    const { sha, changeNotes, ...others } = Object(entry) as Record<string, unknown>;
    metadata.versions.push({ sha: textOf(sha), changeNotes: textOf(changeNotes).trim() });
    for (const key of Object.keys(others))
      problems.push(`metadata.yaml: a version has only sha and changeNotes, found "${key}".`);
  }
  return { metadata, problems };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The file with one more version in front and, where they are still missing, the two addresses. Comments stay. */
export function addVersion(
  text: string,
  version: PublishedVersion,
  addresses: Pick<Metadata, 'homepage' | 'documentation'>,
): string {
  const document = parseDocument(text, { schema: 'failsafe' });
  if (!isMap(document.contents)) throw new Error('metadata.yaml must hold "versions", a list.');
  const root = document.contents as YAMLMap;
  const missing = Object.entries(addresses).filter(([key]) => !root.has(key));
  root.items.unshift(...missing.map(([key, value]) => document.createPair(key, quoted(value))));

  const found = root.get('versions');
  const versions = isSeq(found) ? found : new YAMLSeq();
  versions.flow = false;
  const entry = new YAMLMap();
  entry.set('sha', version.sha);
  entry.set('changeNotes', block(version.changeNotes));
  versions.items.unshift(entry);
  root.set('versions', versions);
  return document.toString({ lineWidth: 0 });
}

function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

function block(text: string): Scalar {
  const scalar = new Scalar(`${text}\n`);
  scalar.type = Scalar.BLOCK_LITERAL;
  return scalar;
}
