/** A repository as the Gallery reads it: files of its root, and metadata.yaml. */
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type Metadata, parseMetadata } from './metadata.ts';

export interface Repository {
  root: string;
  metadata: Metadata;
  metadataProblems: string[];
}

/** The bytes of a file below the root; `undefined` when there is none. */
export function fileOf({ root }: Pick<Repository, 'root'>, name: string): Buffer | undefined {
  const file = path.join(root, name);
  return existsSync(file) ? readFileSync(file) : undefined;
}

export function readRepository(root: string): Repository {
  const text = fileOf({ root }, 'metadata.yaml')?.toString();
  const { metadata, problems } = parseMetadata(text ?? '');
  return { root, metadata, metadataProblems: problems };
}
