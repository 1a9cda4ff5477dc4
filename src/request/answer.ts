/**
 * What X's answer means (X, Web conversions, response and errors). Success only when X says it processed what
 * was sent; everything else is a failure with a sentence an operator can act on.
 */
import { X_HOST } from './endpoint.ts';
import { limitEnds } from './rate-limit.ts';
import { noticeIn, reasonFor } from './reasons.ts';

export type Fields = Record<string, unknown>;

export interface Answer {
  readonly statusCode: number;
  readonly headers?: unknown;
  readonly body?: unknown;
}

export interface Verdict {
  /** Whether X says that it took what was sent. */
  readonly processed: boolean;
  /** For the operator; X's words in it are masked and bounded. */
  readonly reason: string;
  /** Whether the same conversion may be sent again at once. */
  readonly retry: boolean;
  /** Whether X may have counted what it does not say it processed. Of several attempts one is enough. */
  readonly inDoubt: boolean;
  /** What X announces in the header `x-api-warn`, as a sentence; `''` when it announces nothing. */
  readonly notice: string;
}

/** What judging needs from its surroundings. */
export interface JudgeTools {
  /** JSON text to its value, `undefined` when it is none. Called only for a text that begins with `{`. */
  readonly parseJson: (text: string) => unknown;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Epoch milliseconds at which the time of the run is over. */
  readonly ends: number;
  /** What the form calls a field of the tag or a parameter of X; `''` for an empty name. */
  readonly labelOf: (parameter: string) => string;
  /** Whether requests are signed; else they carry the pixel access token. */
  readonly signed: boolean;
  /**
   * A text of X without secrets, persons and whole hashes, at most so many characters and three dots long.
   */
  readonly shown: (text: string, longest: number) => string;
}

/** @param sent how many conversions the request held */
export function judge(answer: Answer, sent: number, tools: JudgeTools): Verdict {
  const status = answer.statusCode;
  // Blanks around it may include a byte-order mark.
  const text = typeof answer.body === 'string' ? answer.body.trim() : '';
  const body = ((text.charAt(0) === '{' && tools.parseJson(text)) || {}) as Fields;
  const told = (body.data || {}) as Fields;
  const count = told.conversions_processed;
  // An empty list is no refusal.
  const refused = !!body.errors && (body.errors as { length?: unknown }).length !== 0;
  const notice = noticeIn(answer.headers, tools.shown);
  if (status >= 200 && status < 300 && count === sent && !refused) {
    // A UUID for X's support. What is no plain id may be anything, so it is not shown.
    const id = typeof told.debug_id === 'string' ? told.debug_id.match('^[A-Za-z0-9-]{1,64}$') : null;
    return {
      processed: true,
      reason: 'X processed the conversion' + (id ? ', debug_id ' + id[0] : '') + '.',
      retry: false,
      inDoubt: false,
      notice: notice,
    };
  }
  const limited = status === 429 ? limitEnds(answer.headers) : undefined;
  return {
    processed: false,
    reason: reasonFor(answer, text, refused ? body.errors : undefined, tools),
    // Request time-out, too early, X's own faults; too many requests when the limit ends within the run.
    retry:
      status === 408 || status === 425 || status >= 500 || (limited !== undefined && limited <= tools.ends),
    inDoubt: isInDoubt(status, count, refused),
    notice: notice,
  };
}

/**
 * Whether X may have counted what it does not say it processed.
 *
 * X takes all of a request or nothing, and then lists the errors: errors, and a status that refuses, are
 * clear. A fault that comes from X or a gateway (408, 5xx) may come after the work; only X's own
 * "unavailable" (503 with errors) comes before it. A success that does not say what was processed says
 * nothing.
 * @param count `data.conversions_processed` of the body
 * @param refused whether the body lists errors
 */
export function isInDoubt(status: number, count: unknown, refused: boolean): boolean {
  if (status >= 200 && status < 300) {
    return count !== 0 && !(refused && !count);
  }
  return !((status >= 300 && status < 500 && status !== 408) || (status === 503 && refused));
}

/**
 * No answer at all: the connection failed or the time ran out. How far the request came is unknown in both
 * cases, so X may have counted the conversion.
 * @param cause what `sendHttpRequest` rejected with
 */
export function noAnswer(
  cause: unknown,
  timeoutMs: number,
  hasConversionId: boolean,
  labelOf: JudgeTools['labelOf'],
): Verdict {
  const fields = (cause || {}) as Fields;
  const timedOut = fields.reason === 'timed_out';
  return {
    processed: false,
    reason: timedOut
      ? 'X did not answer within ' +
        timeoutMs +
        ' ms and may have counted the conversion. Raise ' +
        labelOf('timeoutMs') +
        ' when this happens often.'
      : 'The connection to X failed. Check that the server may reach ' + X_HOST + '.',
    // After a time-out X has probably got it, and only a conversion_id lets X see the double.
    retry: !timedOut || hasConversionId,
    inDoubt: true,
    notice: '',
  };
}
