/**
 * What X's answer means (X, Web conversions, response and errors). Success only when X says it processed what was sent;
 * everything else is a failure with a reason.
 */

export interface Answer {
  readonly statusCode: number;
  readonly body?: unknown;
}

export interface Verdict {
  readonly ok: boolean;
  /** One sentence for the operator. */
  readonly reason: string;
  /** Whether the same conversion may be sent again at once. */
  readonly retry: boolean;
}

/** JSON text to its value, `undefined` when it is none. */
export type ParseJson = (text: string) => unknown;

/** Longest text of X that is repeated in a reason. */
const LONGEST = 300;

/** @param sent how many conversions the request held */
export function judge(answer: Answer, sent: number, parseJson: ParseJson): Verdict {
  const status = answer.statusCode;
  const text = typeof answer.body === 'string' ? answer.body.trim() : '';
  const body = record(text.charAt(0) === '{' ? parseJson(text) : undefined);
  const errors = body ? body.errors : undefined;
  const said = errorTexts(errors);
  if (status >= 200 && status < 300) {
    const data = record(body ? body.data : undefined);
    if (data && data.conversions_processed === sent && !said && isEmpty(errors)) {
      return { ok: true, reason: 'X processed the conversion' + debugId(data) + '.', retry: false };
    }
    return {
      ok: false,
      reason: said
        ? 'X refused the conversion: ' + said
        : 'X answered ' + status + ' without saying that it processed the conversion.',
      retry: false,
    };
  }
  return { ok: false, reason: failure(status, said), retry: mayRepeat(status) };
}

/** Request time-out, too early, too many requests, and X's own faults. */
function mayRepeat(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

function failure(status: number, said: string): string {
  const x = 'X answered ' + status + (said ? ': ' + said : '.');
  if (status === 401) {
    return x + ' Check the four OAuth credentials or the pixel access token, and the clock of the server.';
  }
  if (status === 403) {
    return x + ' The app needs Ads API access, its user the role of ad manager or account administrator.';
  }
  if (status === 400 || status === 404) {
    return x + ' Check Pixel ID and the event IDs against X Events Manager.';
  }
  if (status === 429) {
    return x + " X's rate limit is reached.";
  }
  return status >= 500 ? x + " The fault is on X's side." : x;
}

/** No answer at all: the connection failed or the time ran out. */
export function noAnswer(reason: unknown, timeout: number, hasConversionId: boolean): Verdict {
  const cause = record(reason);
  const timedOut = cause !== undefined && cause.reason === 'timed_out';
  return {
    ok: false,
    reason: timedOut ? 'X did not answer within ' + timeout + ' ms.' : 'No connection to X could be made.',
    // After a time-out X may have counted the conversion; only a conversion_id lets it see the double.
    retry: !timedOut || hasConversionId,
  };
}

/** An object's fields; `undefined` for everything else, so that no property of a non-object is ever read. */
function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

/** Whether `errors` is absent or an empty list. */
function isEmpty(errors: unknown): boolean {
  const list = record(errors);
  return errors === undefined || errors === null || (list !== undefined && list.length === 0);
}

function debugId(data: Record<string, unknown>): string {
  return typeof data.debug_id === 'string' ? ', debug_id ' + data.debug_id.slice(0, 64) : '';
}

/** `message [parameter]; ...` of X's error entries, `''` when there are none. */
function errorTexts(errors: unknown): string {
  const list = record(errors);
  if (list === undefined || typeof list.length !== 'number') {
    return typeof errors === 'string' ? cut(errors) : '';
  }
  let text = '';
  let i = 0;
  while (i < list.length && text.length < LONGEST) {
    const entry = record(list[i]);
    const message = entry ? entry.message || entry.code : list[i];
    const parameter =
      entry && typeof entry.parameter === 'string' && entry.parameter ? ' [' + entry.parameter + ']' : '';
    text += (text ? '; ' : '') + message + parameter;
    i += 1;
  }
  return cut(text);
}

/** Bounded, and no whole hash of a person in it. */
function cut(text: string): string {
  const hash = text.match('[A-Fa-f0-9]{64}');
  const masked = hash ? text.split(hash[0]!).join(hash[0]!.slice(0, 8) + '...') : text;
  return masked.length > LONGEST ? masked.slice(0, LONGEST) + '...' : masked;
}
