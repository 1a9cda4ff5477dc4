/** A container file with this tag, ready to run against the stand-in, and what is to be said about it. */
import { mayRun, readContainer } from 'sgtm-toolkit/cli/serving';
import type { Io } from 'sgtm-toolkit/cli/shell';
import { type Shop, startShop } from './stand-in.ts';

/** Undefined for a file that cannot be run, which is told. Whoever gets the shop closes its stand-in. */
export async function openShop(
  file: string,
  io: Io,
  onRequest?: Parameters<typeof startShop>[1],
): Promise<Shop | undefined> {
  const given = readContainer(file, {}, io);
  if (!given || !mayRun(given, {}, io)) return undefined;
  const shop = await startShop(given, onRequest);
  if (shop.tags.length === 0)
    io.err('No tag of the container is made of this template: nothing will reach X.\n');
  for (const { tag, field } of shop.unknown)
    io.err(
      `The field ${field} of the tag "${tag}" has no value without an event: the stand-in does not know it and refuses it.\n`,
    );
  return shop;
}
