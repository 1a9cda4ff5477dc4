/**
 * What X's answer means for a whole batch (X, Web conversions, response and errors): a batch is accepted as a whole or not
 * at all, so a refusal concerns at least one conversion of it, and nobody says which.
 */

import { isInDoubt } from '../../src/request/answer.ts';
import { readAnswer, wordsOf, type XError } from '../lib/x-answer.ts';
import type { Reply } from '../lib/x-client.ts';
import { clockSkew } from '../lib/x-client.ts';

export type Verdict =
  | { kind: 'delivered' }
  /** At least one conversion is bad. */
  | { kind: 'refused'; words: string; errors: readonly XError[] }
  /** Nothing for this pixel will be accepted until somebody changes something. */
  | { kind: 'blocked'; words: string; inDoubt: boolean }
  /** May be repeated. `inDoubt`: X may have processed it. `limited`: the rate limit is used up, which passes by itself. */
  | { kind: 'later'; words: string; inDoubt: boolean; limited?: boolean };

/** @param sent how many conversions the request held @param now epoch milliseconds */
export function judge(reply: Reply, sent: number, now: number): Verdict {
  if (reply.kind === 'unsent') return { kind: 'later', words: reply.reason, inDoubt: false };
  const { status } = reply;
  const isCut = reply.kind === 'cut';
  // Half an answer that began with success is no success, and no failure either.
  if (status === undefined || (isCut && status < 300))
    return { kind: 'later', words: isCut ? reply.reason : 'no status', inDoubt: true };
  const body = isCut ? undefined : reply.body;
  const answer = readAnswer(body);
  const words = `X answered ${status}: ${isCut ? 'its body did not arrive' : wordsOf(answer, body)}`;
  const { errors, processed } = answer;
  const inDoubt = isInDoubt(status, processed, errors.length > 0);
  if (status >= 200 && status < 300) {
    if (processed === sent && errors.length === 0) return { kind: 'delivered' };
    if (errors.length > 0 && !processed) return { kind: 'refused', words, errors };
    const claim = processed === undefined ? '' : `, conversions_processed ${processed} for ${sent} sent`;
    return { kind: 'blocked', words: `${words}${claim}. Nobody can tell what was processed`, inDoubt };
  }
  if (status === 429) return { kind: 'later', words, inDoubt, limited: true };
  if (status === 408 || status === 425 || status >= 500) return { kind: 'later', words, inDoubt };
  const isAboutConversion = status === 404 && errors.some(({ parameter }) => parameter === 'event_id');
  const isAboutRequest = errors.some(({ parameter }) => parameter === 'pixel_id');
  if ((status === 400 || status === 413 || status === 422 || isAboutConversion) && !isAboutRequest)
    return { kind: 'refused', words, errors };
  return { kind: 'blocked', words: `${words}. ${advice(status, reply, now)}`, inDoubt: false };
}

function advice(status: number, reply: Reply, now: number): string {
  if (status === 401) {
    const skew = reply.kind === 'answered' ? clockSkew(reply.headers, now) : undefined;
    if (skew !== undefined && Math.abs(skew) > 300)
      return `This machine's clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} X's: correct it`;
    return 'Check the credentials: npm run doctor tells which';
  }
  if (status === 403)
    return 'The app needs Ads API access (tier Conversion Only or Standard), its user the role of ad manager or account administrator; make a new access token after an approval: npm run doctor tells more';
  if (status === 404) return 'Check the pixel ID: npm run doctor';
  return status < 400 ? 'Redirects are not followed: check --endpoint' : 'Run npm run doctor';
}
