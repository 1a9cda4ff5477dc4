/** What the tests of the command share: files in a folder of their own, and the run in this process. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Report } from '../../scripts/reconcile/model.ts';
import { main, reconcileWorld } from '../../scripts/reconcile.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import { folder } from './replay-setup.ts';

export const NOW = Date.parse('2026-11-28T12:00:00Z');

export const DICTIONARY = `pixelId: o8z6j
consent: adStorage
categoryEvents:
  purchase: tw-o8z6j-o87ne
  lead: tw-o8z6j-o87nd
`;

export const MAP = `tag: tag.yaml
columns:
  event_name: Stage
  event_time: Time
  transaction_id: Order
  email: Mail
  value: Total
  currency: Currency
  ad_storage: Consent
refunds: { column: Type, is: refund }
`;

export const HEADER = 'Type,Order,Time,Stage,Mail,Total,Currency,Consent';

export interface Inputs {
  logs: (string | Uint8Array)[];
  orders: string;
  hars?: string[];
  args?: string[];
  map?: string;
  dictionary?: string;
  stdin?: string;
  path?: string;
  now?: number;
}

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** The command over files that hold the inputs. */
export async function called({
  logs,
  orders,
  hars = [],
  args = [],
  map,
  dictionary,
  stdin,
  path = folder(),
  now = NOW,
}: Inputs): Promise<Ran> {
  const at = (name: string, text: string | Uint8Array): string => {
    writeFileSync(join(path, name), text);
    return join(path, name);
  };
  at('tag.yaml', dictionary ?? DICTIONARY);
  const { written, io } = captured();
  const code = await main(
    [
      ...logs.flatMap((text, i) => ['--log', at(`log${i}`, text)]),
      '--orders',
      at('orders.csv', orders),
      '--map',
      at('map.yaml', map ?? MAP),
      ...hars.flatMap((text, i) => ['--pixel', at(`pixel${i}.har`, text)]),
      ...args,
    ],
    io,
    {
      ...reconcileWorld(),
      environment: {},
      stdin: Readable.from([Buffer.from(stdin ?? '')]),
      now: () => now,
    },
  );
  return { code, ...written };
}

/** The same with --json. */
export async function reported(inputs: Inputs): Promise<Ran & { report: Report }> {
  const ran = await called({ ...inputs, args: ['--json', ...(inputs.args ?? [])] });
  return { ...ran, report: JSON.parse(ran.out) as Report };
}
