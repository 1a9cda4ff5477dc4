/**
 * What X would say to a request: route → credentials and rights → body → rate limit → record. Keeps the state that spans
 * requests (nonces, rate limit, book of conversions) and knows nothing of sockets.
 */

import { randomUUID } from 'node:crypto';
import { createAccountResources } from './account-resources.ts';
import { type Answer, errorAnswer, refusalAnswer, success } from './answers.ts';
import { type Authentication, authenticate, type Resource } from './authenticate.ts';
import { checkBody } from './body.ts';
import { type Book, createBook } from './book.ts';
import type { Configuration, Pixel } from './configuration.ts';
import { createNonceBook, parseQuery } from './oauth.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRequestLimiter, type RequestLimits } from './request-limits.ts';
import { findRoute, type Route, splitTarget } from './routes.ts';
import { createStatisticsJobs } from './statistics-jobs.ts';

export interface JudgeSettings {
  /** Refuse keys that X's payload does not have; otherwise they are only noted. */
  strict: boolean;
  /** Largest difference between a request's timestamp and the clock. */
  clockToleranceSeconds: number;
  /** Bytes. */
  bodyLimit: number;
  /** Events an account may send in one window. */
  rateLimit: number;
  rateLimitWindowMs: number;
  /** Of requests that are no conversions; X's when absent. */
  requestLimits?: Partial<RequestLimits>;
}

export interface JudgedRequest {
  method: string;
  /** As in the request line. */
  target: string;
  /** Scheme and host the client signed. */
  origin: string;
  contentType: string;
  authorization: readonly string[];
  pixelToken: readonly string[];
  body: Uint8Array;
  /** Scheme and host at which files of this server are fetched. */
  filesOrigin: string;
}

/** For people and tests; the client never sees it. No secrets, no values of a conversion. */
export interface Diagnostics {
  /** How the request authenticated itself, or tried to. */
  by?: 'oauth1' | 'pixelToken';
  /** The OAuth base string as the server computes it. */
  baseString?: string;
  /** Why the request was refused; empty when it was accepted. */
  reasons: string[];
  /** Oddities that do not lead to a refusal. */
  notes: string[];
}

export interface Judgement {
  answer: Answer;
  verdict: 'accepted' | 'refused';
  diagnostics: Diagnostics;
  /** The parsed JSON, when somebody looked and it was JSON. */
  json?: unknown;
}

export interface Judge {
  recorded: Book;
  /** `now` in milliseconds since 1970. */
  judge(request: JudgedRequest, now: number): Judgement;
}

const jsonType = /^application\/json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

export function createJudge(configuration: Configuration, settings: JudgeSettings): Judge {
  const nonces = createNonceBook();
  const rateLimit = createRateLimit(settings.rateLimit, settings.rateLimitWindowMs);
  const limits = createRequestLimiter(settings.requestLimits);
  const jobs = createStatisticsJobs(configuration);
  const resources = createAccountResources(configuration, jobs);
  const recorded = createBook();

  function judge(request: JudgedRequest, now: number): Judgement {
    const { path, query } = splitTarget(request.target);
    const route = findRoute(request.method, path);
    if (route.name === 'refused') return refused(route.answer, {}, route.reason);
    if (route.name === 'file') return judgeFile(route.file, request, now);

    const identify = (resource: Resource) =>
      authenticate({ ...request, path, query }, resource, {
        configuration,
        nonces,
        now: Math.floor(now / 1000),
        clockToleranceSeconds: settings.clockToleranceSeconds,
      });
    if (route.name !== 'conversions') return judgeAccountResource(route, request, query, identify, now);
    const pixel = configuration.pixels.find(({ id }) => id === route.pixelId);
    const sender = identify({ accountId: pixel?.accountId, pixelId: route.pixelId, isWrite: true });
    if (!sender.ok) return refused(sender.answer, sender, sender.reason);
    if (pixel !== undefined) return judgeConversions(sender, request, pixel, now);
    // Ids are base 36.
    return /^[0-9a-z]+$/i.test(route.pixelId)
      ? refused(errorAnswer('pixelNotFound', { value: route.pixelId }), sender, 'the pixel is not known')
      : refused(
          errorAnswer('illegalId', { parameter: 'pixel_id', value: route.pixelId }),
          sender,
          'the pixel id has characters no id has',
        );
  }

  /** Nobody has to say who they are, and whoever does shows credentials to a host that has no use for them. */
  function judgeFile(file: string, { authorization, pixelToken }: JudgedRequest, now: number): Judgement {
    const answer = jobs.file(file, now);
    if (answer.status !== 200) return refused(answer, {}, 'no such file, or not any more');
    const notes = [...authorization, ...pixelToken].length > 0 ? ['credentials came with the request'] : [];
    return { answer, verdict: 'accepted', diagnostics: diagnose({}, [], notes) };
  }

  function judgeAccountResource(
    route: Exclude<Route, { name: 'refused' | 'conversions' | 'file' }>,
    request: JudgedRequest,
    query: string,
    identify: (resource: Resource) => Authentication,
    now: number,
  ): Judgement {
    const accountId = 'accountId' in route ? route.accountId : undefined;
    const isStatistics = isAboutStatistics(route);
    // A job of statistics changes nothing in the account.
    const isWrite = request.method !== 'GET' && !isStatistics;
    const sender = identify({ accountId, pixelId: undefined, isWrite, isStatistics });
    if (!sender.ok) return refused(sender.answer, sender, sender.reason);
    const { allowed, headers } = limits.take(route, isWrite, sender.user?.token ?? '', now);
    if (!allowed)
      return refused(
        { ...errorAnswer('tooManyRequests'), headers },
        sender,
        'the requests of this window are used up',
      );
    if (request.body.length > 0)
      return refused(
        errorAnswer('notInBody'),
        sender,
        'parameters stand in the query, the body must be empty',
      );
    const parsed = parseQuery(query);
    const answer = resources.answer(route, parsed.ok ? parsed.value : {}, {
      user: sender.user,
      filesOrigin: request.filesOrigin,
      now,
    });
    const reasons = answer.status === 200 ? [] : ['a parameter is missing or has no acceptable value'];
    return {
      answer: { ...answer, headers: { ...headers, ...answer.headers } },
      verdict: reasons.length === 0 ? 'accepted' : 'refused',
      diagnostics: diagnose(sender, reasons, []),
    };
  }

  function judgeConversions(
    sender: Authentication,
    request: JudgedRequest,
    pixel: Pixel,
    now: number,
  ): Judgement {
    if (!jsonType.test(request.contentType))
      return refused(errorAnswer('contentType'), sender, 'the content type is not application/json');
    const { bodyLimit } = settings;
    if (request.body.length > bodyLimit) {
      const answer = errorAnswer('bodyTooLarge', { value: String(bodyLimit) });
      return refused(answer, sender, `the body is larger than ${bodyLimit} bytes`);
    }
    const { json, conversions, refusals, reasons, notes } = checkBody(
      request.body,
      pixel,
      configuration,
      settings.strict,
    );
    const diagnostics = diagnose(sender, reasons, notes);
    if (refusals.length > 0) {
      const answer = refusalAnswer(refusals, { account_id: pixel.accountId });
      return { answer, verdict: 'refused', diagnostics, json };
    }
    const { allowed, headers } = rateLimit.take(pixel.accountId, conversions.length, now);
    if (!allowed) {
      diagnostics.reasons.push('the events of this window are used up');
      return {
        answer: { ...errorAnswer('tooManyRequests'), headers },
        verdict: 'refused',
        diagnostics,
        json,
      };
    }
    for (const { eventId, conversionId } of conversions) recorded.add(eventId, conversionId, now);
    const answer = success(pixel.accountId, conversions.length, randomUUID());
    return { answer: { ...answer, headers }, verdict: 'accepted', diagnostics, json };
  }

  return { recorded, judge };
}

const isAboutStatistics = ({ name }: Route): boolean =>
  ['activeEntities', 'statistics', 'statisticsJobs', 'statisticsJob'].includes(name);

function refused(answer: Answer, sender: Pick<Diagnostics, 'by' | 'baseString'>, reason: string): Judgement {
  return { answer, verdict: 'refused', diagnostics: diagnose(sender, [reason], []) };
}

function diagnose(
  { by, baseString }: Pick<Diagnostics, 'by' | 'baseString'>,
  reasons: string[],
  notes: string[],
): Diagnostics {
  return {
    ...(by === undefined ? {} : { by }),
    ...(baseString === undefined ? {} : { baseString }),
    reasons,
    notes,
  };
}
