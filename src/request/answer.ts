/**
 * What X's answer means (X, Web conversions, response and errors). Success only when X says it processed what was sent;
 * everything else is a failure with a sentence an operator can act on.
 */
import { refusal } from './refusal.ts';

type Fields = Record<string, unknown>;

export interface Answer {
  readonly statusCode: number;
  readonly headers?: unknown;
  readonly body?: unknown;
}

export interface Verdict {
  readonly ok: boolean;
  /** For the operator. */
  readonly reason: string;
  /** Whether the same conversion may be sent again at once. */
  readonly retry: boolean;
}

/** What judging needs from its surroundings. */
export interface JudgeTools {
  /** JSON text to its value, `undefined` when it is none. */
  readonly parseJson: (text: string) => unknown;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** What the operator calls a parameter of X, `''` when there is no such field. */
  readonly labelOf: (parameter: string) => string;
  /** Whether requests are signed; else they carry the pixel access token. */
  readonly signed: boolean;
}

/** @param sent how many conversions the request held */
export function judge(answer: Answer, sent: number, tools: JudgeTools): Verdict {
  const text = typeof answer.body === 'string' ? answer.body.trim() : '';
  // Text that begins like an object is one or nothing; nothing else is parsed.
  const body = ((text.charAt(0) === '{' && tools.parseJson(text)) || {}) as Fields;
  const data = (body.data || {}) as Fields;
  const id = typeof data.debug_id === 'string' ? ', debug_id ' + data.debug_id.slice(0, 64) : '';
  let verdict: Verdict = { ok: true, reason: 'X processed the conversion' + id + '.', retry: false };
  if (
    !(
      answer.statusCode >= 200 &&
      answer.statusCode < 300 &&
      data.conversions_processed === sent &&
      (!body.errors || isEmptyList(body.errors))
    )
  ) {
    verdict = refusal(answer, body.errors, text, tools);
  }
  return verdict;
}

/** @inline */
function isEmptyList(value: unknown): boolean {
  return typeof value === 'object' && !!value && (value as { length?: unknown }).length === 0;
}

/** No answer at all: the connection failed or the time ran out. */
export function noAnswer(cause: unknown, timeout: number, hasConversionId: boolean): Verdict {
  const fields = cause as Fields | null | undefined;
  if (fields && fields.reason === 'timed_out') {
    return {
      ok: false,
      reason:
        'X did not answer within ' +
        timeout +
        ' ms and may have counted the conversion. Raise Time limit when this happens often.',
      // Only a conversion_id lets X see the double.
      retry: hasConversionId,
    };
  }
  return {
    ok: false,
    reason: 'No connection to X could be made. Check that the server may reach ads-api.x.com.',
    retry: true,
  };
}
