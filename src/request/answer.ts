/**
 * What X's answer means (X, Web conversions, response and errors). Success only when X says it processed what was sent;
 * everything else is a failure with a sentence an operator can act on.
 */
import { httpDate } from './http-date.ts';

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

/** Longest text of X that is repeated in a reason. */
const LONGEST = 300;

/** @param sent how many conversions the request held */
export function judge(answer: Answer, sent: number, tools: JudgeTools): Verdict {
  const text = typeof answer.body === 'string' ? answer.body.trim() : '';
  // Text that begins like an object is one or nothing; nothing else is parsed.
  const body = ((text.charAt(0) === '{' && tools.parseJson(text)) || {}) as Fields;
  const status = answer.statusCode;
  const data = body.data as Fields | undefined;
  const accepted = status >= 200 && status < 300;
  const said = body.errors ? errorTexts(body.errors, tools) : '';
  if (accepted && !said && typeof data === 'object' && data && data.conversions_processed === sent) {
    const id = typeof data.debug_id === 'string' ? ', debug_id ' + data.debug_id.slice(0, 64) : '';
    return { ok: true, reason: 'X processed the conversion' + id + '.', retry: false };
  }
  if (accepted) {
    return {
      ok: false,
      reason: said
        ? 'X refused the conversion: ' + said
        : 'X answered ' + status + ' without saying that it processed the conversion. ' + formOf(text),
      retry: false,
    };
  }
  // Request time-out, too early, too many requests, and X's own faults.
  const passing = status === 408 || status === 425 || status === 429 || status >= 500;
  return { ok: false, reason: failure(answer, said || formOf(text), tools), retry: passing };
}

/** No answer at all: the connection failed or the time ran out. */
export function noAnswer(cause: unknown, timeout: number, hasConversionId: boolean): Verdict {
  const fields = cause as Fields | null | undefined;
  if (fields && fields.reason === 'timed_out') {
    return {
      ok: false,
      reason: 'X did not answer within ' + timeout + ' ms. Raise Time limit when this happens often.',
      // X may have counted the conversion; only a conversion_id lets it see the double.
      retry: hasConversionId,
    };
  }
  return {
    ok: false,
    reason: 'No connection to X could be made. Check that the server may reach ads-api.x.com.',
    retry: true,
  };
}

/** The sentence for a status that is no success. */
function failure(answer: Answer, said: string, tools: JudgeTools): string {
  const status = answer.statusCode;
  const x = 'X answered ' + status + ': ' + said + ' ';
  const headers = (answer.headers || {}) as Fields;
  if (status === 401) {
    return x + (tools.signed ? clockProblem(headers, tools.now()) || oauthProblem(said) : TOKEN_PROBLEM);
  }
  if (status === 403) {
    return (
      x +
      (tools.signed
        ? 'The app needs Ads API access with write permission, and the user behind Access token the role of ad manager or account administrator for the account of the pixel.'
        : TOKEN_PROBLEM)
    );
  }
  if (status === 429) {
    const reset = ('' + (headers['x-rate-limit-reset'] || '')).match('^[0-9]{10}$');
    const seconds = reset ? (reset[0] as unknown as number) * 1 - tools.now() / 1000 : 0;
    return (
      x +
      "X's limit of requests is reached" +
      (seconds > 0 ? '; it ends in ' + (seconds - (seconds % 1) + 1) + ' seconds.' : '.')
    );
  }
  if (status >= 500) {
    return x + "The fault is on X's side.";
  }
  return status === 400 || status === 404 ? x + 'Nothing of this conversion was recorded.' : x;
}

const TOKEN_PROBLEM =
  'Check Pixel access token: it must be the one generated for this very pixel in X Events Manager.';

/** The classic API's codes and words tell some cases apart; X's Ads API mostly does not say. */
function oauthProblem(said: string): string {
  if (said.match('expired|Invalid or expired|\\b89\\b')) {
    return 'Check Access token and Access token secret: they were revoked or made anew.';
  }
  if (said.match('imestamp|\\b135\\b')) {
    return 'Check the clock of the server.';
  }
  return 'Check Consumer key, Consumer secret, Access token and Access token secret: X does not say which one is wrong.';
}

/** A sentence when this server's clock is more than five minutes from X's, else `''`. */
function clockProblem(headers: Fields, now: number): string {
  const x = httpDate(headers.date || headers.Date);
  if (x === undefined) {
    return '';
  }
  const minutes = (now - x) / 60000;
  if (minutes > -5 && minutes < 5) {
    return '';
  }
  const size = minutes < 0 ? -minutes : minutes;
  return (
    'The clock of the server is ' +
    (size - (size % 1)) +
    ' minutes ' +
    (minutes < 0 ? 'behind' : 'ahead of') +
    " X's: signatures are refused until it is set right."
  );
}

/** What a body without errors is. */
function formOf(text: string): string {
  if (!text) {
    return 'The answer is empty.';
  }
  return text.charAt(0) === '<' ? 'The answer is a web page.' : 'The answer names no error.';
}

/** `message (field); ...` of X's error entries; `''` when there are none, so also for an empty list. */
function errorTexts(errors: unknown, tools: JudgeTools): string {
  const list = (typeof errors === 'object' ? errors : [errors]) as {
    length?: unknown;
    [index: number]: unknown;
  };
  if (typeof list.length !== 'number') {
    return 'errors in an unknown form.';
  }
  let text = '';
  let i = 0;
  while (i < list.length && text.length < LONGEST) {
    const entry = list[i];
    const fields = (typeof entry === 'object' && entry ? entry : { message: entry }) as Fields;
    const label = typeof fields.parameter === 'string' ? tools.labelOf(fields.parameter) : '';
    text += (text ? '; ' : '') + (fields.message || fields.code) + (label ? ' (' + label + ')' : '');
    i += 1;
  }
  // No whole hash of a person, and no end to it.
  const hash = text.match('[A-Fa-f0-9]{64}');
  const masked = hash ? text.split(hash[0]!).join(hash[0]!.slice(0, 8) + '...') : text;
  const short = masked.length > LONGEST ? masked.slice(0, LONGEST) + '...' : masked;
  return short.match('[.]$') ? short : short && short + '.';
}
