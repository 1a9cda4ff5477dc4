/**
 * Every answer of X's endpoint as data. The texts are X's where X or a public report gives them; `trust` says which:
 * `documented` (X's reference), `reported` (seen by others), `assumed` (the status or code fits X's published list of error
 * codes, the words are ours, because nobody has published X's). A test that depends on an `assumed` text tests us, not X.
 */

export type Trust = 'documented' | 'reported' | 'assumed';

interface ErrorText {
  readonly status: number;
  readonly code: string;
  /** `{name}` is replaced by the value of that name. */
  readonly message: string;
  readonly parameter?: string;
  readonly trust: Trust;
  readonly source: string;
}

const errorTable = 'X, Web conversions (2026-01), error table';
const troubleshooting = 'X, Troubleshooting and Support for Conversion API, 400 scenarios';
const codeList = 'X, Error codes and responses, list of codes (code and status only)';
const typePattern = 'after X\'s example: Expected time, got "" for start_time';

export const errorTexts = {
  noIdentifier: {
    status: 400,
    code: 'INVALID_PARAMETER',
    message: 'At least one user identifier must be provided',
    parameter: '',
    trust: 'documented',
    source: errorTable,
  },
  notSha256: {
    status: 400,
    code: 'INVALID_PARAMETER',
    message: '{parameter} ({value}) is not a valid SHA-256 hash',
    parameter: '{parameter}',
    trust: 'documented',
    source: `${errorTable}; for the phone number by analogy`,
  },
  notSingleEventTag: {
    status: 400,
    code: 'INVALID_PARAMETER',
    message: 'event_id ({value}) is not a single event tag (SET)',
    parameter: 'event_id',
    trust: 'documented',
    source: errorTable,
  },
  eventOfOtherAccount: {
    status: 404,
    code: 'NOT_FOUND',
    message: 'event_id ({value}) does not belong to provided account',
    parameter: 'event_id',
    trust: 'documented',
    source: `${errorTable}; always together with the entry about the single event tag`,
  },
  eventIdMissing: {
    status: 400,
    code: 'MISSING_PARAMETER',
    message: 'Event ID was not found',
    parameter: 'event_id',
    trust: 'documented',
    source: `${troubleshooting}; the code is reported`,
  },
  timeFormat: {
    status: 400,
    code: 'INVALID_PARAMETER',
    message: 'Expected Time in yyyy-MM-ddTHH:mm:ss.SSSZ, got "{value}" for conversion_time',
    parameter: 'conversion_time',
    trust: 'documented',
    source: errorTable,
  },
  tooManyConversions: {
    status: 400,
    code: 'INVALID_PARAMETER',
    message: 'Conversion count limit is 500',
    parameter: 'conversions',
    trust: 'documented',
    source: `${troubleshooting}; the code is assumed`,
  },
  missingParameter: {
    status: 400,
    code: 'MISSING_PARAMETER',
    message: '{parameter} is a required parameter',
    parameter: '{parameter}',
    trust: 'assumed',
    source: codeList,
  },
  wrongType: {
    status: 400,
    code: 'INVALID_PARAMETER',
    message: 'Expected {expected}, got "{value}" for {parameter}',
    parameter: '{parameter}',
    trust: 'assumed',
    source: typePattern,
  },
  wholeNumber: {
    status: 400,
    code: 'INVALID_PARAMETER',
    message: 'Expected Double, got "{value}" for {parameter}',
    parameter: '{parameter}',
    trust: 'assumed',
    source: `the refusal of whole-number literals is reported; text ${typePattern}`,
  },
  unknownParameter: {
    status: 400,
    code: 'INVALID_PARAMETER',
    message: '{parameter} is not a valid parameter',
    parameter: '{parameter}',
    trust: 'assumed',
    source: 'strict mode of the stand-in only',
  },
  notJson: {
    status: 400,
    code: 'INVALID',
    message: 'Request body is not a valid JSON object',
    trust: 'assumed',
    source: 'X documents no text',
  },
  notInBody: {
    status: 400,
    code: 'INVALID',
    message: 'Parameters are expected in the query',
    trust: 'assumed',
    source: "X's examples have an empty body; a form is allowed too, and not understood here",
  },
  contentType: {
    status: 400,
    code: 'INVALID',
    message: 'Content-Type must be application/json',
    trust: 'assumed',
    source: 'X documents the header, not the refusal',
  },
  badRequest: {
    status: 400,
    code: 'INVALID',
    message: 'The request could not be understood',
    trust: 'assumed',
    source: 'not HTTP/1.1; X documents no text',
  },
  bodyTooLarge: {
    status: 413,
    code: 'INVALID',
    message: 'Request body is larger than {value} bytes',
    trust: 'assumed',
    source: 'X documents neither a limit nor a text',
  },
  featureNotAvailable: {
    status: 400,
    code: 'FEATURE_NOT_AVAILABLE',
    message: 'This feature is not available to account {account}',
    trust: 'assumed',
    source: codeList,
  },
  illegalCharacters: {
    status: 400,
    code: 'ILLEGAL_CHARACTERS',
    message: '{parameter} contains illegal characters',
    parameter: '{parameter}',
    trust: 'assumed',
    source: codeList,
  },
  timeWindow: {
    status: 400,
    code: 'INVALID_TIME_WINDOW',
    message: 'The time of {parameter} is out of bounds',
    parameter: '{parameter}',
    trust: 'assumed',
    source: codeList,
  },
  timeNotMidnight: {
    status: 400,
    code: 'INVALID_TIME_WINDOW',
    message: "Expect time to be midnight in the account's local timezone for day granularity",
    parameter: '{parameter}',
    trust: 'reported',
    source: 'public issues of clients of the Ads API; the parameter is assumed',
  },
  timeRangeTooLong: {
    status: 400,
    code: 'INVALID_TIME_WINDOW',
    message: 'The end_time can be a maximum of {value}.days+1.hours after the start_time',
    parameter: 'end_time',
    trust: 'reported',
    source: 'reported for the 7 days of synchronous statistics; other ranges by analogy',
  },
  fractionalHours: {
    status: 400,
    code: 'INVALID_PARAMETER',
    message: 'Time cannot be fractional hours',
    parameter: '{parameter}',
    trust: 'reported',
    source: 'public issues of clients of the Ads API; the code is assumed',
  },
  tooManyJobs: {
    status: 400,
    code: 'TOO_MANY_JOBS',
    message: 'A maximum of {value} jobs can be in processing state',
    trust: 'reported',
    source: "a public connector; the code is not in X's list",
  },
  jobNotFound: {
    status: 404,
    code: 'NOT_FOUND',
    message: 'job_id ({value}) was not found',
    parameter: 'job_id',
    trust: 'assumed',
    source: codeList,
  },
  jobHasEnded: {
    status: 400,
    code: 'INVALID',
    message: 'The job has ended and cannot be cancelled',
    trust: 'assumed',
    source: 'X documents that a waiting job can be cancelled, and no answer for others',
  },
  inclusiveParameters: {
    status: 400,
    code: 'INCLUSIVE_PARAMETERS',
    message: '{parameter} and {expected} must be given together',
    parameter: '{parameter}',
    trust: 'assumed',
    source: codeList,
  },
  exclusiveParameters: {
    status: 400,
    code: 'EXCLUSIVE_PARAMETERS',
    message: '{parameter} and {expected} must not be given together',
    parameter: '{parameter}',
    trust: 'assumed',
    source: codeList,
  },
  notAuthenticated: {
    status: 401,
    code: 'UNAUTHORIZED_ACCESS',
    message: 'This request is not properly authenticated',
    trust: 'reported',
    source: "three public issue threads; the code is in X's list",
  },
  noAdsApiAccess: {
    status: 403,
    code: 'UNAUTHORIZED_CLIENT_APPLICATION',
    message:
      'The client application with id {value} making this request does not have access to X Ads API. Apply for access to the Ads API.',
    trust: 'documented',
    source: `${errorTable}; the second sentence is assumed`,
  },
  readonlyApp: {
    status: 403,
    code: 'READONLY_CLIENT_APPLICATION',
    message: 'The client application making this request is read-only',
    trust: 'assumed',
    source: codeList,
  },
  wrongRole: {
    status: 403,
    code: 'ACTION_NOT_ALLOWED',
    message: 'The current user is not allowed to perform this action on account {value}',
    trust: 'assumed',
    source: `${codeList}; which code X uses for the role is not known`,
  },
  accountNotFound: {
    status: 403,
    code: 'ACCOUNT_NOT_FOUND',
    message: 'Account was not found',
    trust: 'assumed',
    source: codeList,
  },
  userNotFound: {
    status: 403,
    code: 'USER_NOT_FOUND',
    message: 'User was not found',
    trust: 'assumed',
    source: codeList,
  },
  userSuspended: {
    status: 403,
    code: 'CURRENT_USER_SUSPENDED',
    message: 'The current user is suspended',
    trust: 'assumed',
    source: codeList,
  },
  accountLockedOut: {
    status: 403,
    code: 'ACCOUNT_LOCKED_OUT',
    message: 'The current user is locked out',
    trust: 'assumed',
    source: codeList,
  },
  noAccountAccess: {
    status: 404,
    code: 'NOT_FOUND',
    message: 'User {user} does not have access to account {account}',
    trust: 'documented',
    source: errorTable,
  },
  pixelNotFound: {
    status: 404,
    code: 'NOT_FOUND',
    message: 'pixel_id ({value}) was not found',
    parameter: 'pixel_id',
    trust: 'assumed',
    source: `${codeList}; X documents no answer to an unknown pixel`,
  },
  illegalId: {
    status: 404,
    code: 'INVALID_ID_ILLEGAL_CHARACTERS',
    message: '{parameter} ({value}) contains characters that are not allowed',
    parameter: '{parameter}',
    trust: 'assumed',
    source: codeList,
  },
  webEventTagNotFound: {
    status: 404,
    code: 'WEB_EVENT_TAG_NOT_FOUND',
    message: 'Web event tag {value} was not found',
    trust: 'assumed',
    source: `${codeList}; a conversion gets eventOfOtherAccount instead`,
  },
  routeNotFound: {
    status: 404,
    code: 'ROUTE_NOT_FOUND',
    message: 'The requested resource could not be found',
    trust: 'documented',
    source: errorTable,
  },
  versionNotAvailable: {
    status: 404,
    code: 'INVALID',
    message: 'Version {value}.0 is not available.',
    trust: 'reported',
    source: 'a public issue of a Java client of the Ads API; the status is assumed',
  },
  methodNotAllowed: {
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    message: 'The requested method is not allowed on this resource',
    trust: 'assumed',
    source: codeList,
  },
  wrongHost: {
    status: 400,
    code: 'INVALID',
    message: 'This server does not answer to the host of the request',
    trust: 'assumed',
    source: 'the stand-in only, RFC 9112 section 3.2',
  },
  cancelledRequest: {
    status: 408,
    code: 'CANCELLED_REQUEST',
    message: 'The request was cancelled',
    trust: 'assumed',
    source: codeList,
  },
  lockTimeout: {
    status: 423,
    code: 'LOCK_ACQUISITION_TIMEOUT',
    message: 'A lock could not be acquired',
    trust: 'assumed',
    source: codeList,
  },
  tooManyRequests: {
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    message: 'Too many requests',
    trust: 'assumed',
    source: codeList,
  },
  internalError: {
    status: 500,
    code: 'INTERNAL_ERROR',
    message: 'An internal error occurred',
    trust: 'assumed',
    source: codeList,
  },
  serviceUnavailable: {
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    message: 'The service is unavailable',
    trust: 'assumed',
    source: codeList,
  },
  overCapacity: {
    status: 503,
    code: 'OVER_CAPACITY',
    message: 'The service is over capacity',
    trust: 'assumed',
    source: codeList,
  },
} as const satisfies Record<string, ErrorText>;

export type ErrorName = keyof typeof errorTexts;

interface ErrorEntry {
  code: string;
  message: string;
  parameter?: string;
}

/** One fault of a request: its entries in the `errors` list, and the status it would have alone. */
export interface Refusal {
  status: number;
  errors: ErrorEntry[];
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** Text and bytes are sent as they stand, an object as JSON. */
  body: Record<string, unknown> | string | Uint8Array;
}

/** Fills one row of `errorTexts` with the values its placeholders name. */
export function refuse(name: ErrorName, values: Record<string, string> = {}): Refusal {
  const text: ErrorText = errorTexts[name];
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (placeholder, key: string) => values[key] ?? placeholder);
  const entry: ErrorEntry = { code: text.code, message: fill(text.message) };
  if (text.parameter !== undefined) entry.parameter = fill(text.parameter);
  return { status: text.status, errors: [entry] };
}

/** An event id X does not know: 404 with two entries (X, Web conversions, error table). */
export function refuseUnknownEvent(value: string): Refusal {
  const { status, errors } = refuse('eventOfOtherAccount', { value });
  return { status, errors: [...errors, ...refuse('notSingleEventTag', { value }).errors] };
}

/** The answer to a request with these faults, at least one. Faults of different status make a 400 (assumed). */
export function refusalAnswer(refusals: readonly Refusal[], params: Record<string, string> = {}): Answer {
  const statuses = new Set(refusals.map(({ status }) => status));
  const [status = 400] = statuses.size === 1 ? statuses : [400];
  return { status, body: { errors: refusals.flatMap(({ errors }) => errors), request: { params } } };
}

/** The answer with one error alone, for example `errorAnswer('tooManyRequests')`. */
export function errorAnswer(name: ErrorName, values: Record<string, string> = {}): Answer {
  return refusalAnswer([refuse(name, values)]);
}

/** X, Web conversions, example response. `debugId` is a UUID. */
export function success(accountId: string, processed: number, debugId: string): Answer {
  return {
    status: 200,
    body: {
      request: { params: { account_id: accountId } },
      data: { conversions_processed: processed, debug_id: debugId },
    },
  };
}
