/**
 * What X's answer means (X, Web conversions, response and errors). Success only when X says it processed what was sent;
 * everything else is a failure with a sentence an operator can act on.
 */
export type Fields = Record<string, unknown>;

export interface Answer {
  readonly statusCode: number;
  readonly headers?: unknown;
  readonly body?: unknown;
}

/** Why X did not take a conversion. */
export interface Verdict {
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

/**
 * What the answer says, nothing when it is no JSON.
 * @inline
 */
export function bodyOf(answer: Answer, parseJson: JudgeTools['parseJson']): Fields {
  // Blanks around it may include a byte-order mark. A list, a text or a number has none of the fields.
  return ((typeof answer.body === 'string' && parseJson(answer.body.trim())) || {}) as Fields;
}

/**
 * Whether X says that it took what was sent.
 * @param sent how many conversions the request held
 * @inline
 */
export function isProcessed(answer: Answer, body: Fields, sent: number): boolean {
  return (
    answer.statusCode >= 200 &&
    answer.statusCode < 300 &&
    ((body.data || {}) as Fields).conversions_processed === sent &&
    (!body.errors || isEmptyList(body.errors))
  );
}

/** The sentence for the log. */
export function processed(body: Fields): string {
  const id = (body.data as Fields).debug_id;
  return 'X processed the conversion' + (typeof id === 'string' ? ', debug_id ' + id.slice(0, 64) : '') + '.';
}

/** @inline */
function isEmptyList(value: unknown): boolean {
  return typeof value === 'object' && !!value && (value as { length?: unknown }).length === 0;
}

/** No answer at all: the connection failed or the time ran out. */
export function noAnswer(cause: unknown, timeout: number, hasConversionId: boolean): Verdict {
  const fields = cause as Fields | null | undefined;
  const timedOut = !!fields && fields.reason === 'timed_out';
  return {
    reason: timedOut
      ? 'X did not answer within ' +
        timeout +
        ' ms and may have counted the conversion. Raise Time limit when this happens often.'
      : 'No connection to X could be made. Check that the server may reach ads-api.x.com.',
    // Only a conversion_id lets X see the double.
    retry: !timedOut || hasConversionId,
  };
}
