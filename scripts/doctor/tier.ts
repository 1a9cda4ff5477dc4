/**
 * The tier of the app's access to the Ads API, as far as X shows it (X, Accessing the Ads API): Conversion Only sends conversions,
 * Standard also opens accounts and statistics. No resource names the tier; what is open tells it.
 */
import type { Authorization } from '../lib/credentials.ts';
import { readAnswer } from '../lib/x-answer.ts';
import type { Client } from '../lib/x-client.ts';
import type { Check } from './report.ts';

/**
 * To be asked after X has accepted a signed conversion.
 * @param account without it X is not asked further
 */
export async function tierCheck(
  client: Client,
  way: Authorization,
  account: string | undefined,
): Promise<Check> {
  const name = 'Access tier';
  const least = 'Conversion Only or above, which is enough to send conversions';
  if (account === undefined) return { name, status: 'ok', seen: least };
  const reply = await client.send({ method: 'GET', path: `accounts/${account}` }, way);
  const { errors } = readAnswer(reply.kind === 'answered' ? reply.body : undefined);
  if (reply.kind === 'answered' && reply.status === 200)
    return { name, status: 'ok', seen: 'Standard or above: accounts and statistics are open, too' };
  return errors.some(({ code }) => code === 'UNAUTHORIZED_CLIENT_APPLICATION')
    ? {
        name,
        status: 'ok',
        seen: 'Conversion Only: enough to send conversions; accounts and statistics need Standard',
      }
    : { name, status: 'ok', seen: least };
}
