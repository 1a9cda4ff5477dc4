/**
 * The words for each way in which X does not take a conversion (X, Web conversions, error table).
 * @lazy
 */
import type { Answer, JudgeTools } from './answer.ts';
import { httpDate } from './http-date.ts';

type Fields = Record<string, unknown>;

/** Longest text of X that is repeated in a reason. */
const LONGEST = 300;

/** The sentence for a status that is no success. */
export function failureText(answer: Answer, said: string, tools: JudgeTools): string {
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
    const moment = headers['x-rate-limit-reset'] || headers['x-account-rate-limit-reset'];
    const reset = ('' + (moment || '')).match('^[0-9]{10}$');
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
  return status === 408 || status === 425
    ? x + 'It may pass: try again.'
    : x + 'Nothing of this conversion was recorded.';
}

const TOKEN_PROBLEM =
  'Check Pixel access token: it must be the one generated for this very pixel in X Events Manager.';

/** The classic API's codes and words tell some cases apart; X's Ads API mostly does not say. */
function oauthProblem(said: string): string {
  if (said.match('expired|\\b89\\b')) {
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
  if (minutes >= -5 && minutes <= 5) {
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
export function formOf(text: string): string {
  if (!text) {
    return 'The answer is empty.';
  }
  return text.charAt(0) === '<' ? 'The answer is a web page.' : 'The answer names no error.';
}

/** `message (field); ...` of X's error entries; `''` when there are none, so also for an empty list. */
export function errorTexts(errors: unknown, tools: JudgeTools): string {
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
    const said = fields.message || fields.code;
    const label = typeof fields.parameter === 'string' ? tools.labelOf(fields.parameter) : '';
    text +=
      (text ? '; ' : '') +
      (said && typeof said !== 'object' ? said : 'an error without a message') +
      (label ? ' (' + label + ')' : '');
    i += 1;
  }
  // No whole hash of a person, and no end to it.
  let masked = text;
  let hash = masked.match('[A-Fa-f0-9]{64}');
  while (hash) {
    masked = masked.split(hash[0]!).join(hash[0]!.slice(0, 8) + '...');
    hash = masked.match('[A-Fa-f0-9]{64}');
  }
  const short = masked.length > LONGEST ? masked.slice(0, LONGEST) + '...' : masked;
  return short.match('[.]$') ? short : short && short + '.';
}
