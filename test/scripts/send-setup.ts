/** What the tests of the command share: a table, its map and a dictionary in a folder of their own, and the run in this process. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { SendWorld } from '../../scripts/send/run.ts';
import type { Place } from '../../scripts/send/table.ts';
import { main } from '../../scripts/send.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import { folder, tokenEnvironment } from './replay-setup.ts';

/** The clock of the runs, unless a test says otherwise. */
export const NOW = Date.parse('2026-11-28T12:00:00Z');

export const DICTIONARY = `pixelId: o8z6j
categoryEvents:
  purchase: tw-o8z6j-o87ne
  lead: o87nd
`;

export const MAP = `tag: tag.yaml
zone: Europe/Berlin
columns:
  event_name: Stage
  event_time: Time
  transaction_id: Order
  email: Mail
  value: Total
  currency: Currency
`;

export const HEADER = 'Stage,Time,Order,Mail,Total,Currency\n';

/** A purchase of yesterday. */
export const order = (id: string, total = '10', time = '2026-11-27 12:00'): string =>
  `purchase,${time},${id},jane.doe@example.com,${total},EUR\n`;

export interface Sent {
  code: number;
  out: string;
  err: string;
  /** Standard output of --json but for its last line: what is sent or refused, and the rest. */
  lines: (Place & { conversion?: Record<string, unknown>; refused?: string })[];
  leftOut: (Place & { leftOut: string })[];
  totals: Record<string, number>;
}

export interface Call {
  map?: string;
  dictionary?: string;
  args?: string[];
  /** Gets the state file, so that a second run knows of the first. */
  path?: string;
  world?: Partial<SendWorld>;
  input?: string;
}

/** Sends a table, or with `-` in `args` what `input` holds. */
export async function sendTable(table: string | Uint8Array, call: Call = {}): Promise<Sent> {
  const path = call.path ?? folder();
  const at = (name: string): string => join(path, name);
  writeFileSync(at('table'), table);
  writeFileSync(at('map.yaml'), call.map ?? MAP);
  writeFileSync(at('tag.yaml'), call.dictionary ?? DICTIONARY);
  const { written, io } = captured();
  let slept = 0;
  const args = call.args ?? [];
  const code = await main(
    [
      ...(args.includes('-') ? [] : [at('table')]),
      '--map',
      at('map.yaml'),
      '--state',
      at('state.ndjson'),
      '--json',
      ...args,
    ],
    io,
    {
      environment: tokenEnvironment,
      stdin: Readable.from([Buffer.from(call.input ?? '')]),
      now: () => NOW + slept,
      sleep: async (ms) => {
        slept += ms;
      },
      random: () => 0.5,
      stop: new AbortController().signal,
      timeoutMs: 30_000,
      drained: () => undefined,
      ...call.world,
    },
  );
  const lines = written.out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const rows = lines.slice(0, -1);
  const isLeftOut = (row: object): boolean => 'leftOut' in row;
  return {
    code,
    ...written,
    lines: rows.filter((row) => !isLeftOut(row)),
    leftOut: rows.filter(isLeftOut),
    totals: lines.at(-1) ?? {},
  };
}

/** The one conversion or reason of a table with one row. */
export const only = ({ lines }: Sent): Sent['lines'][number] => lines[0]!;
