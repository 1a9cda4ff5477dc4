/**
 * One conversion of a failure line: is it one, and which one is it? Only what X documents as a refusal of the whole
 * request, or what must never leave, is checked here; everything finer is X's to judge (X, Web conversions, body).
 */
import { createHash } from 'node:crypto';
import { isObject } from '../lib/x-answer.ts';
import type { Counters } from './counters.ts';

export interface Item {
  pixel: string;
  eventId: string;
  conversionId: string | undefined;
  /** Epoch milliseconds of `conversion_time`. */
  time: number;
  /** The conversion as it is sent. */
  json: string;
  /** `FILE:LINE` */
  where: string;
  /** What the state file knows it by. */
  key: string;
  /** A request with it was sent whose outcome is unknown. */
  inDoubt: boolean;
  /** That request had another X event ID than this one: X could not recognise a double. */
  isMoved?: boolean;
}

/** @returns what is wrong, naming keys and never values, which may be somebody's address; undefined when nothing is */
export function problemOf(conversion: unknown): string | undefined {
  if (!isObject(conversion)) return 'the conversion is not an object';
  const {
    event_id: eventId,
    conversion_time: time,
    conversion_id: conversionId,
    identifiers,
    contents,
  } = conversion;
  if (typeof eventId !== 'string' || eventId.trim() === '') return 'event_id must be text that is not empty';
  if (typeof time !== 'string' || timeOf(time) === undefined)
    return 'conversion_time must be a moment like 2026-11-22T10:15:30.123Z';
  if (conversionId !== undefined && (typeof conversionId !== 'string' || conversionId === ''))
    return 'conversion_id must be text that is not empty';
  if (contents !== undefined && !Array.isArray(contents)) return 'contents must be a list';
  if (!Array.isArray(identifiers) || identifiers.length === 0)
    return 'identifiers must be a list that is not empty';
  for (const identifier of identifiers as unknown[]) {
    const problem = problemOfIdentifier(identifier);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOfIdentifier(identifier: unknown): string | undefined {
  if (!isObject(identifier)) return 'each of identifiers must be an object';
  for (const key of ['hashed_email', 'hashed_phone_number']) {
    const hash = identifier[key];
    if (hash !== undefined && !(typeof hash === 'string' && /^[0-9a-fA-F]{64}$/.test(hash)))
      return `${key} must be a SHA-256 hash`;
  }
  return undefined;
}

/** `yyyy-MM-ddTHH:mm:ss.SSSZ` to epoch milliseconds; undefined for anything else. */
function timeOf(text: string): number | undefined {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** `tw-o8z6j-o87ne` and `o87ne` name the same event of pixel `o8z6j`. */
export function bareEventId(pixel: string, eventId: string): string {
  const prefix = `tw-${pixel}-`;
  return eventId.startsWith(prefix) ? eventId.slice(prefix.length) : eventId;
}

/** 128 bits of SHA-256: 22 characters, and nobody reads an order number out of them. */
const digest = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);

/** What the state file knows a conversion with a conversion_id by. */
export const keyOf = (endpoint: string, pixel: string, eventId: string, conversionId: string): string =>
  digest(endpoint, pixel, bareEventId(pixel, eventId.trim()), conversionId);

/** One that was met before, and whether it held the same then. */
export interface Double {
  isSame: boolean;
}

/**
 * Tells conversions apart for one endpoint. With a conversion_id, the same event and id are the same conversion. Without one
 * nothing can be recognised as a double: the third of three equal lines keeps its own key, in every run over the input.
 * @param known what was met: how often, or what it held; empty at first
 */
export function createIdentity(
  endpoint: string,
  known: Counters,
): {
  itemOf(conversion: unknown, pixel: string, traceId: string, where: string): Item | Double;
} {
  return {
    itemOf(conversion, pixel, traceId, where) {
      const {
        event_id: eventId,
        conversion_id: conversionId,
        conversion_time: time,
      } = conversion as { event_id: string; conversion_id?: string; conversion_time: string };
      const json = JSON.stringify(conversion);
      const item = { pixel, eventId, conversionId, time: Date.parse(time), json, where, inDoubt: false };
      if (conversionId === undefined) {
        const content = digest(endpoint, pixel, traceId, json);
        const occurrence = known.get(content) + 1;
        known.set(content, occurrence);
        return { ...item, key: occurrence === 1 ? content : `${content}.${occurrence}` };
      }
      const key = keyOf(endpoint, pixel, eventId, conversionId);
      const [before, held] = [known.get(key), fingerprint(json)];
      if (before !== 0) return { isSame: before === held };
      known.set(key, held);
      return { ...item, key };
    },
  };
}

/** 32 bits of what a conversion holds, never 0. */
const fingerprint = (json: string): number => createHash('sha256').update(json).digest().readUInt32LE() || 1;
