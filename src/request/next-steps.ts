/**
 * What an operator can do about an answer that is no success (X, Web conversions, error table; X, Error codes
 * and responses).
 */
import type { Answer, JudgeTools } from './answer.ts';
import { headerText } from './headers.ts';
import { httpDate } from './http-date.ts';
import { limitEnds } from './rate-limit.ts';
import type { XError } from './reasons.ts';

/** What to do: as far as the clocks tell, else by X's errors, else by the status. */
export function nextStep(answer: Answer, list: XError[], tools: JudgeTools): string {
  const status = answer.statusCode;
  if (!tools.signed && (status === 401 || status === 403)) {
    return 'Check Pixel access token: it must be the one generated for this very pixel in X Events Manager.';
  }
  if (status === 401) {
    const clock = clockProblem(headerText(answer.headers, 'date'), tools.now());
    if (clock) {
      return clock;
    }
  }
  if (status === 429) {
    return limitReached(limitEnds(answer.headers), tools);
  }
  for (const error of list) {
    const step = stepOf(codeMeant(error, status));
    if (step) {
      return step;
    }
  }
  const fallback = status < 200 ? 'X documents no such status.' : 'Nothing of this conversion was recorded.';
  return stepOf('HTTP ' + (status > 500 ? 500 : status)) || fallback;
}

/** X's general codes say more by the parameter or the words that come with them. */
function codeMeant(error: XError, status: number): string {
  if (error.parameter === 'event_id') {
    return 'WEB_EVENT_TAG_NOT_FOUND';
  }
  if (error.message.indexOf('user identifier') >= 0) {
    return 'no identifier';
  }
  if (error.code === 'INVALID' && error.message.indexOf('ersion') >= 0) {
    return 'old version';
  }
  if (status === 401 && error.message.indexOf('imestamp') >= 0) {
    return '135';
  }
  return status === 401 && error.message.indexOf('expired') >= 0 ? '89' : error.code;
}

/**
 * What to do about a code of X, `''` when it is unknown. Numbers are codes of the classic API; a status
 * stands for unknown codes.
 */
function stepOf(code: string): string {
  const anew = 'make Access token and Access token secret anew';
  const table = [
    {
      codes: ['WEB_EVENT_TAG_NOT_FOUND'],
      step: 'Copy Event ID from X Events Manager: it must be that of a single event of this very pixel.',
    },
    {
      codes: ['no identifier'],
      step: 'Send a click ID or an e-mail address too: IP address and user agent alone were not enough.',
    },
    { codes: ['INVALID_PARAMETER', 'INVALID'], step: 'Correct the value X names.' },
    { codes: ['MISSING_PARAMETER'], step: 'Fill in what X names.' },
    {
      codes: ['ILLEGAL_CHARACTERS'],
      step: 'Take special characters out of the value X names.',
    },
    { codes: ['INVALID_TIME_WINDOW'], step: 'Check where the time of the event comes from.' },
    {
      codes: ['INCLUSIVE_PARAMETERS'],
      step: 'Send all values X names, or none.',
    },
    {
      codes: ['EXCLUSIVE_PARAMETERS'],
      step: 'Send only one of the values X names.',
    },
    {
      codes: ['FEATURE_NOT_AVAILABLE'],
      step: 'Ask the support of X Ads to enable conversions for the account.',
    },
    {
      codes: ['HTTP 405', 'METHOD_NOT_ALLOWED', 'old version'],
      step: 'Import the newest version of the template.',
    },
    {
      codes: ['HTTP 401', 'UNAUTHORIZED_ACCESS', '32', '215'],
      step:
        'Check Consumer key, Consumer secret, Access token and Access token secret: X does not say which ' +
        'one is wrong. After an approval for the Ads API ' +
        anew +
        '.',
    },
    { codes: ['89'], step: 'Access token is revoked or expired: ' + anew + '.' },
    { codes: ['135'], step: 'Check the clock of the server.' },
    {
      codes: ['HTTP 403', 'UNAUTHORIZED_CLIENT_APPLICATION', 'ACCOUNT_NOT_FOUND', 'ACTION_NOT_ALLOWED', '99'],
      step:
        'The app needs access to the Ads API (tier Conversion Only or Standard) with write permission, the ' +
        'user behind Access token the role of ad manager or account administrator. After an approval ' +
        anew +
        '.',
    },
    {
      codes: ['READONLY_CLIENT_APPLICATION'],
      step: 'Give the app write permission in the X developer portal, then ' + anew + '.',
    },
    {
      codes: ['USER_NOT_FOUND', 'CURRENT_USER_SUSPENDED', 'ACCOUNT_LOCKED_OUT'],
      step: 'The user behind Access token is gone, suspended or locked: sign in to x.com as this user.',
    },
    {
      codes: ['HTTP 404', 'ROUTE_NOT_FOUND', 'NOT_FOUND', 'INVALID_ID_ILLEGAL_CHARACTERS'],
      step: 'Copy Pixel ID from X Events Manager; the sender needs access to its account.',
    },
    {
      codes: ['HTTP 408', 'HTTP 423', 'HTTP 425', 'CANCELLED_REQUEST', 'LOCK_ACQUISITION_TIMEOUT'],
      step: 'It may pass: try again.',
    },
    {
      codes: ['HTTP 500', 'INTERNAL_ERROR', 'SERVICE_UNAVAILABLE', 'OVER_CAPACITY'],
      step: "The fault is on X's side.",
    },
    { codes: ['TOO_MANY_REQUESTS', '88'], step: LIMIT_REACHED + ': replay the conversion later.' },
  ];
  const row = table.filter((entry) => entry.codes.indexOf(code) >= 0)[0];
  return row ? row.step : '';
}

const LIMIT_REACHED = "X's limit of requests is reached";

/** @param moment epoch milliseconds, as far as known */
function limitReached(moment: number | undefined, tools: JudgeTools): string {
  if (moment === undefined) {
    return LIMIT_REACHED + ': replay the conversion later.';
  }
  const seconds = (moment - tools.now()) / 1000;
  if (seconds <= 0) {
    return LIMIT_REACHED + '.';
  }
  const inSeconds = '; it ends in ' + (seconds - (seconds % 1) + 1) + ' seconds';
  return LIMIT_REACHED + inSeconds + (moment > tools.ends ? ': replay the conversion after that.' : '.');
}

/** A sentence when this server's clock is more than five minutes from X's, else `''`. */
function clockProblem(date: string, now: number): string {
  const x = httpDate(date);
  const minutes = x === undefined ? 0 : (now - x) / 60000;
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
