/**
 * What X answers, chosen by the person: X's success, each error that X documents or is reported to send for a conversion, no answer
 * at all, answers nobody documented, or answers written by hand. Texts of errors are those of the stand-in for X's endpoint.
 */
import type { HttpRequest, HttpResponse, World } from 'sgtm-toolkit/sandbox';
import { type ErrorName, errorAnswer, errorTexts } from '../x-server/answers.ts';

/** One attempt's end. `reason` stands for no answer. */
export type Reply =
  | { statusCode: number; headers?: Record<string, string>; body?: string }
  | { reason: 'failed' | 'timed_out' };

export interface Answer {
  id: string;
  group: string;
  label: string;
  reply: (request: HttpRequest) => Reply;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** How many conversions the request holds, as X would count them. */
function conversionsIn({ body = '' }: HttpRequest): number {
  try {
    const { conversions } = JSON.parse(body) as { conversions?: unknown };
    return Array.isArray(conversions) ? conversions.length : 1;
  } catch {
    return 1;
  }
}

const json = (statusCode: number, body: unknown): Reply => ({
  statusCode,
  headers: JSON_TYPE,
  body: JSON.stringify(body),
});

const success = (request: HttpRequest): Reply =>
  json(200, {
    request: { params: { account_id: '18ce552mlaq' } },
    data: {
      conversions_processed: conversionsIn(request),
      debug_id: 'ff02e052-36e4-47d6-bdf0-6d8986446562',
    },
  });

/** Values for the placeholders of the error texts. */
const VALUES: Record<string, string> = {
  value: 'o6dkt',
  parameter: 'hashed_email',
  expected: 'String',
  user: '756201191646691328',
  account: '18ce552mlaq',
};
const SPECIAL: Partial<Record<ErrorName, Record<string, string>>> = {
  notSha256: { value: 'abc' },
  timeFormat: { value: '2026-11-22T10:15:30' },
  pixelNotFound: { value: 'o8z6j' },
  versionNotAvailable: { value: '11' },
  bodyTooLarge: { value: '1048576' },
  noAdsApiAccess: { value: '29034129' },
  missingParameter: { parameter: 'conversion_time' },
  wholeNumber: { parameter: 'value', value: '65' },
  wrongRole: { value: '18ce552mlaq' },
};

/** The errors of which a conversion can be the reason; the stand-in answers other requests, too. */
export const OF_CONVERSIONS: readonly ErrorName[] = [
  'noIdentifier',
  'notSha256',
  'notSingleEventTag',
  'eventOfOtherAccount',
  'eventIdMissing',
  'timeFormat',
  'tooManyConversions',
  'missingParameter',
  'wrongType',
  'wholeNumber',
  'unknownParameter',
  'notJson',
  'contentType',
  'badRequest',
  'bodyTooLarge',
  'featureNotAvailable',
  'illegalCharacters',
  'notAuthenticated',
  'noAdsApiAccess',
  'readonlyApp',
  'wrongRole',
  'accountNotFound',
  'userNotFound',
  'userSuspended',
  'accountLockedOut',
  'noAccountAccess',
  'pixelNotFound',
  'routeNotFound',
  'versionNotAvailable',
  'methodNotAllowed',
  'cancelledRequest',
  'tooManyRequests',
  'internalError',
  'serviceUnavailable',
  'overCapacity',
];

const TRUST = {
  documented: 'Errors X documents',
  reported: 'Errors others report',
  assumed: 'Errors of X’s list, words assumed',
} as const;

const errors: Answer[] = OF_CONVERSIONS.map((name) => {
  const { status, code, trust } = errorTexts[name];
  return {
    id: name,
    group: TRUST[trust],
    label: `${status} ${code}: ${wordsOf(name)}`,
    reply: () => {
      const { status: statusCode, body } = errorOf(name);
      return json(statusCode, body);
    },
  };
});

function errorOf(name: ErrorName): { status: number; body: unknown } {
  return errorAnswer(name, { ...VALUES, ...SPECIAL[name] });
}

function wordsOf(name: ErrorName): string {
  const body = errorOf(name).body as { errors: { message: string }[] };
  const text = body.errors[0]?.message ?? '';
  return text.length > 60 ? `${text.slice(0, 58)}…` : text;
}

const fixed = (id: string, group: string, label: string, reply: Reply): Answer => ({
  id,
  group,
  label,
  reply: () => reply,
});

const NO_ANSWER = 'No answer';
const UNDOCUMENTED = 'Answers nobody documented';

export const answers: readonly Answer[] = [
  { id: 'success', group: 'Success', label: '200, conversion processed', reply: success },
  fixed('timeout', NO_ANSWER, 'Time-out', { reason: 'timed_out' }),
  fixed('connection', NO_ANSWER, 'No connection', { reason: 'failed' }),
  ...errors.filter(({ group }) => group === TRUST.documented),
  ...errors.filter(({ group }) => group === TRUST.reported),
  ...errors.filter(({ group }) => group === TRUST.assumed),
  fixed('empty', UNDOCUMENTED, '200, nothing', { statusCode: 200, headers: JSON_TYPE, body: '' }),
  fixed(
    'none-processed',
    UNDOCUMENTED,
    '200, none processed',
    json(200, { data: { conversions_processed: 0 } }),
  ),
  fixed(
    'errors-in-success',
    UNDOCUMENTED,
    '200, processed and an error',
    json(200, { data: { conversions_processed: 1 }, errors: [{ code: 'INVALID', message: 'rejected' }] }),
  ),
  fixed('broken-json', UNDOCUMENTED, '200, JSON cut off', {
    statusCode: 200,
    headers: JSON_TYPE,
    body: '{"data":{"conversions_processed":1,',
  }),
  fixed('html', UNDOCUMENTED, '502, a page of HTML', {
    statusCode: 502,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>',
  }),
  fixed('redirect', UNDOCUMENTED, '302, to another place', {
    statusCode: 302,
    headers: { location: 'https://x.com/login' },
    body: '',
  }),
];

export const OWN = 'own';

/** Answers written by hand: one or a list, JSON. Throws an Error that says what is wrong. */
export function parseReplies(text: string): Reply[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`Own answers are not valid JSON: ${error instanceof Error ? error.message : error}.`);
  }
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new Error('Own answers: the list is empty; give at least one answer.');
  return list.map((item: unknown, index): Reply => {
    const { statusCode, headers, body, reason } = (item ?? {}) as Record<string, unknown>;
    if (reason === 'failed' || reason === 'timed_out') return { reason };
    if (typeof statusCode !== 'number')
      throw new Error(
        `Own answers: entry ${index + 1} needs "statusCode", a number, or "reason", "failed" or "timed_out".`,
      );
    return {
      statusCode,
      headers: typeof headers === 'object' && headers !== null ? (headers as Record<string, string>) : {},
      body: typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
    };
  });
}

/**
 * The HTTP function of a world that answers in turn; the last reply repeats.
 * @param replies one for each attempt, at least one
 */
export function answering(replies: readonly ((request: HttpRequest) => Reply)[]): NonNullable<World['http']> {
  let attempt = 0;
  return async (request): Promise<HttpResponse> => {
    const reply = replies[Math.min(attempt++, replies.length - 1)]!(request);
    if ('reason' in reply) throw { reason: reply.reason };
    return { statusCode: reply.statusCode, headers: reply.headers ?? {}, body: reply.body ?? '' };
  };
}

/** What a choice is called. */
export const answerLabel = (id: string, once: boolean): string =>
  (id === OWN ? 'one of your own' : (answers.find((answer) => answer.id === id) ?? answers[0]!).label) +
  (once ? ', then success' : '');

/** The replies that a choice stands for. @param once the choice is the first attempt's, X processes the next */
export function repliesFor(id: string, own: string, once: boolean): ((request: HttpRequest) => Reply)[] {
  if (id === OWN) return parseReplies(own).map((reply) => () => reply);
  const chosen = answers.find((answer) => answer.id === id)?.reply ?? success;
  return once ? [chosen, success] : [chosen];
}
