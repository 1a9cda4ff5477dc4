/**
 * Small numbers by key, in the same memory for any count of keys: a hash table that goes on in a temporary file.
 *
 * It is a row of tables, each four times as large as the one before. A full one stays as it is and the next begins, so
 * nothing is ever moved; a lookup asks each of them, the youngest first. The first two are in memory, enough for 160,000 keys;
 * small inputs touch no disk. A table is a row of buckets of 64 slots; a slot is the first 16 bytes of the key's SHA-256 and
 * the number, 0 for a free slot; those of a bucket are filled from its start.
 */

import { createHash, randomUUID } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from 'sgtm-toolkit/shell';

export interface Counters {
  /** 0 for a key that was never set. */
  get(key: string): number;
  /** @param value 1 to 2^32 - 1 */
  set(key: string, value: number): void;
  close(): void;
}

/** The temporary file cannot be used. */
export class CountersError extends UsageError {}

const DIGEST = 16;
const SLOT = DIGEST + 4;
const SLOTS = 64;
const BUCKET = SLOT * SLOTS;
const FIRST_BUCKETS = 1024;
const GROWTH = 4;
const TABLES_IN_MEMORY = 2;

interface Table {
  buckets: number;
  /** Keys in it. */
  filled: number;
  /** Of a table in memory. */
  bytes: Buffer | undefined;
  /** Of a table in the file: where it begins. */
  start: number;
}

/** @param folder where the temporary file may lie; it has no name there any more as soon as it is open, where systems allow that */
export function createCounters(folder: string): Counters {
  const tables: Table[] = [];
  const read = Buffer.alloc(BUCKET);
  let file: number | undefined;
  let path: string | undefined;
  let end = 0;

  function grow(): Table {
    const buckets = (tables[0]?.buckets ?? FIRST_BUCKETS / GROWTH) * GROWTH;
    const size = buckets * BUCKET;
    const table: Table = { buckets, filled: 0, bytes: undefined, start: end };
    if (tables.length < TABLES_IN_MEMORY) table.bytes = Buffer.alloc(size);
    else {
      if (file === undefined) open();
      end += size;
      // What was never written reads as zeros.
      ftruncateSync(file!, end);
    }
    tables.unshift(table);
    return table;
  }

  function open(): void {
    path = join(folder, `.x-replay-${randomUUID()}`);
    file = openSync(path, 'wx+', 0o600);
    try {
      rmSync(path);
      path = undefined;
    } catch {
      // Not while it is open, on this system: it goes when it is closed.
    }
  }

  /** The bucket's bytes; those of the file until the next call. */
  function bucketAt({ bytes, start }: Table, at: number): Buffer {
    if (bytes !== undefined) return bytes.subarray(at, at + BUCKET);
    readSync(file!, read, 0, BUCKET, start + at);
    return read;
  }

  function write({ bytes, start }: Table, at: number, slot: Buffer): void {
    if (bytes !== undefined) slot.copy(bytes, at);
    else writeSync(file!, slot, 0, SLOT, start + at);
  }

  const bucketOf = ({ buckets }: Table, digest: Buffer): number =>
    (digest.readUInt32LE(0) % buckets) * BUCKET;

  /** Where the key is, with its number, or where in the youngest table it would go; undefined when it has no room there. */
  function locate(digest: Buffer): { table: Table; at: number; value: number } | undefined {
    let free: { table: Table; at: number; value: number } | undefined;
    // Four bytes tell nearly all apart, and are compared in no time.
    const word = digest.readUInt32LE(4);
    for (const table of tables) {
      const start = bucketOf(table, digest);
      const bucket = bucketAt(table, start);
      for (let slot = 0; slot < BUCKET; slot += SLOT) {
        const value = bucket.readUInt32LE(slot + DIGEST);
        if (value === 0) {
          if (table === tables[0] && table.filled < (table.buckets * SLOTS) / 2)
            free = { table, at: start + slot, value };
          break;
        }
        if (
          bucket.readUInt32LE(slot + 4) === word &&
          bucket.compare(digest, 0, DIGEST, slot, slot + DIGEST) === 0
        )
          return { table, at: start + slot, value };
      }
    }
    return free;
  }

  const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

  function named<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new CountersError(`A temporary file in ${folder} cannot be used (${code}).`);
    }
  }

  return {
    get: (key) => named(() => locate(digestOf(key))?.value ?? 0),
    set: (key, value) =>
      named(() => {
        const digest = digestOf(key);
        const slot = Buffer.alloc(SLOT);
        digest.copy(slot, 0, 0, DIGEST);
        slot.writeUInt32LE(value, DIGEST);
        let place = locate(digest);
        if (place === undefined) {
          const table = grow();
          place = { table, at: bucketOf(table, digest), value: 0 };
        }
        if (place.value === 0) place.table.filled += 1;
        write(place.table, place.at, slot);
      }),
    close() {
      if (file !== undefined) closeSync(file);
      if (path !== undefined) rmSync(path, { force: true });
      file = undefined;
      path = undefined;
    },
  };
}
