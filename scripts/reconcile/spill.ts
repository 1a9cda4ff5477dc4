/**
 * Facts of any number in the same memory: written to temporary files by the key of their conversion, and read back file by file,
 * so that all facts of a conversion are in memory together and no others but those of its file.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { UsageError } from 'sgtm-toolkit/shell';
import type { Fact } from './facts.ts';

export interface Spill {
  add(fact: Fact): void;
  /** How many files there are; a fact is in the same one each time. */
  parts: number;
  /** The facts of a file, in the order in which they came. */
  read(part: number): Iterable<Fact>;
  close(): void;
}

const PARTS = 64;
/** Characters that wait for being written, for each file. */
const WAITING = 64 * 1024;
const CHUNK = 256 * 1024;

/** @param folder where the files may lie; they have no names there as soon as they are open, where systems allow that */
export function createSpill(folder: string): Spill {
  const files: { file: number; path: string | undefined; waiting: string[]; length: number }[] = [];
  const named = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new UsageError(`A temporary file in ${folder} cannot be used (${code}).`);
    }
  };
  const open = (): (typeof files)[number] => {
    const path = join(folder, `.x-reconcile-${randomUUID()}`);
    const file = openSync(path, 'wx+', 0o600);
    try {
      rmSync(path);
      return { file, path: undefined, waiting: [], length: 0 };
    } catch {
      // Not while it is open, on this system: it goes when it is closed.
      return { file, path, waiting: [], length: 0 };
    }
  };
  const flush = (part: (typeof files)[number]): void => {
    let rest = Buffer.from(part.waiting.join(''));
    while (rest.length > 0) rest = rest.subarray(writeSync(part.file, rest));
    part.waiting = [];
    part.length = 0;
  };
  named(() => {
    for (let i = 0; i < PARTS; i += 1) files.push(open());
  });
  return {
    parts: PARTS,
    add(fact) {
      // The last characters of a digest are as evenly spread as the first.
      const part = files[Buffer.from(fact.key.slice(-4), 'base64url')[0]! % PARTS]!;
      const line = `${JSON.stringify(fact)}\n`;
      part.waiting.push(line);
      part.length += line.length;
      if (part.length > WAITING) named(() => flush(part));
    },
    *read(number) {
      const part = files[number]!;
      named(() => flush(part));
      const { size } = fstatSync(part.file);
      const buffer = Buffer.alloc(CHUNK);
      const decoder = new StringDecoder('utf8');
      let rest = '';
      for (let start = 0; start < size; ) {
        const length = named(() => readSync(part.file, buffer, 0, CHUNK, start));
        if (length === 0) break;
        start += length;
        const lines = (rest + decoder.write(buffer.subarray(0, length))).split('\n');
        rest = lines.pop()!;
        for (const line of lines) yield JSON.parse(line) as Fact;
      }
    },
    close() {
      for (const { file, path } of files) {
        closeSync(file);
        if (path !== undefined) rmSync(path, { force: true });
      }
    },
  };
}
