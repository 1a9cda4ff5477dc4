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
    return (
      'Check ' +
      tools.labelOf('pixelToken') +
      ': it must be the one generated for this very pixel in X Events Manager.'
    );
  }
  if (status === 429) {
    const seconds = ((limitEnds(answer.headers) || 0) - tools.now()) / 1000;
    const until = seconds > 0 ? '; it ends in ' + (seconds - (seconds % 1) + 1) + ' seconds' : '';
    return "X's limit of requests is reached" + until + ': replay the conversion later.';
  }
  const clock = status === 401 ? clockProblem(headerText(answer.headers, 'date'), tools.now()) : '';
  const codes = list.map((error) => codeMeant(error, status));
  // A status stands for codes that are not in the table, 400 for refusals with a success.
  codes.push('' + (status >= 500 ? 500 : status >= 200 && status < 300 ? 400 : status));
  return (
    codes.reduce((step, code) => step || stepOf(code, tools.labelOf), clock) ||
    (status < 300 ? 'X documents no such status.' : 'Nothing of this conversion was recorded.')
  );
}

/** X's general codes say more by the parameter or the words that come with them. */
function codeMeant(error: XError, status: number): string {
  const message = error.message;
  if (error.parameter === 'event_id') {
    return 'WEB_EVENT_TAG_NOT_FOUND';
  }
  if (message.indexOf('user identifier') >= 0) {
    return 'no identifier';
  }
  if (message.indexOf('ersion') >= 0 && error.code === 'INVALID') {
    return '405';
  }
  if (status === 401 && message.match('imestamp|expired')) {
    return message.indexOf('expired') < 0 ? '135' : '89';
  }
  return error.code;
}

/**
 * What to do about a code of X, numbers being those of its classic API, or about a status; `''` when there is
 * nothing to say.
 */
function stepOf(code: string, labelOf: JudgeTools['labelOf']): string {
  const token = labelOf('accessToken');
  const anew = 'make a new ' + token + ' and ' + labelOf('accessTokenSecret') + '.';
  const user = 'The user behind ' + token + ' is gone, suspended or locked: sign in to x.com as this user.';
  const passing = 'It may pass: try again.';
  const steps: Record<string, string> = {
    WEB_EVENT_TAG_NOT_FOUND:
      'Copy ' +
      labelOf('eventId') +
      ' from X Events Manager: it must be that of a single event of this very pixel.',
    'no identifier':
      'Send a click ID or an e-mail address too: IP address and user agent alone were not enough.',
    FEATURE_NOT_AVAILABLE: 'Ask the support of X Ads to enable conversions for the account.',
    READONLY_CLIENT_APPLICATION: 'Give the app write permission in the X developer portal, then ' + anew,
    USER_NOT_FOUND: user,
    CURRENT_USER_SUSPENDED: user,
    ACCOUNT_LOCKED_OUT: user,
    '89': token + ' is revoked or expired: ' + anew,
    '135': 'Check the clock of the server.',
    '400': 'Correct what X names.',
    '401':
      'Check the four credentials, ' +
      labelOf('consumerKey') +
      ' to ' +
      labelOf('accessTokenSecret') +
      ': X does not say which one is wrong. After an approval for the Ads API ' +
      anew,
    '403':
      'The app needs access to the Ads API (tier Conversion Only or Standard) with write permission, ' +
      'the user behind ' +
      token +
      ' the role of ad manager or account administrator. After an approval ' +
      anew,
    '404': 'Copy ' + labelOf('pixelId') + ' from X Events Manager; the sender needs access to its account.',
    '405': 'Import the newest version of the template.',
    '408': passing,
    '423': passing,
    '425': passing,
    '500': "The fault is on X's side.",
  };
  return steps.hasOwnProperty(code) ? steps[code]! : '';
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
