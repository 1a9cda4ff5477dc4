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

type Fields = Record<string, unknown>;

/** JSON text to its value, `undefined` when it is none. */
export type ParseJson = (text: string) => unknown;

/** Longest text of X that is repeated in a reason. */
const LONGEST = 300;

/** @param sent how many conversions the request held */
export function judge(answer: Answer, sent: number, parseJson: ParseJson): Verdict {
  const text = typeof answer.body === 'string' ? answer.body.trim() : '';
  // Text that begins like an object is one or nothing; nothing else is parsed.
  const body = ((text.charAt(0) === '{' && parseJson(text)) || {}) as Fields;
  const said = errorTexts(body.errors);
  const status = answer.statusCode;
  if (status < 200 || status > 299) {
    return { ok: false, reason: failure(status, said), retry: mayRepeat(status) };
  }
  const data = body.data as Fields | undefined;
  if (!said && typeof data === 'object' && data && data.conversions_processed === sent) {
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
  const cause = reason as Fields | null | undefined;
  const timedOut = !!cause && cause.reason === 'timed_out';
  return {
    ok: false,
    reason: timedOut ? 'X did not answer within ' + timeout + ' ms.' : 'No connection to X could be made.',
    // After a time-out X may have counted the conversion; only a conversion_id lets it see the double.
    retry: !timedOut || hasConversionId,
  };
}

function debugId(data: Fields): string {
  return typeof data.debug_id === 'string' ? ', debug_id ' + data.debug_id.slice(0, 64) : '';
}

/** `message [parameter]; ...` of X's error entries; `''` when there are none, so also for an empty list. */
function errorTexts(errors: unknown): string {
  if (!errors) {
    return '';
  }
  const list = (typeof errors === 'object' ? errors : [errors]) as {
    length?: unknown;
    [index: number]: unknown;
  };
  if (typeof list.length !== 'number') {
    return 'errors in an unknown form';
  }
  let text = '';
  let i = 0;
  while (i < list.length && text.length < LONGEST) {
    const entry = list[i] as Fields | null | undefined;
    const message = typeof entry === 'object' && entry ? entry.message || entry.code : entry;
    const parameter = entry && typeof entry.parameter === 'string' && entry.parameter;
    text += (text ? '; ' : '') + message + (parameter ? ' [' + parameter + ']' : '');
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
