/**
 * The tag's side: records of a log to facts. Lines of the tag are found in whatever wraps them; in a log of serve they stand in
 * lines of the kind `console`, and events and requests beside them say what the tag does not.
 */
import { textOf } from '../../src/mapping/text.ts';
import { readTagLine, type TagLine } from '../lib/tag-line.ts';
import { isObject, readAnswer } from '../lib/x-answer.ts';
import { readFields } from '../replay/failure-line.ts';
import type { LogRecord } from '../replay/records.ts';
import type { Anonymous } from './anonymous.ts';
import type { Events } from './events.ts';
import { type Fact, idKey, type LineType, lineDigest, loneKey, marksOf } from './facts.ts';
import type { Ledger } from './ledger.ts';
import { momentOf } from './moment.ts';
import { moneyOf } from './orders.ts';
import { createServeLog, type HitEvent } from './serve-log.ts';
import { shownId, shownReason } from './shown.ts';

/** What the log as a whole can tell. */
export interface LogSeen {
  /** Lines of the tag. */
  lines: number;
  /** Lines that stand there only when everything is logged. */
  full: number;
  /** Hits: what never fired is seen. */
  hits: number;
  /** Moments of the first and the last line that has one. */
  first: number | undefined;
  last: number | undefined;
}

export interface LogWorld {
  /** The tag's pixel. */
  pixel: string;
  events: Events;
  /** From the name of an event to its X event ID; `''` when no row of the tag takes it. */
  eventIds: (eventName: string) => string;
  /** What the tag would make of an event's data; undefined when it is not sent. */
  conversionOf: (data: Record<string, unknown>, now: number) => HitEvent | undefined;
  add: (fact: Fact) => void;
  anonymous: (run: Anonymous) => void;
}

/** src/mapping/consent.ts and src/request/answer.ts; what the tag itself writes in a run keeps these in step. */
const DENIED = /^(?:ad_storage|ad_user_data) is denied |^The event carries no consent signal /;
const PROCESSED = /^X processed the conversion[,.]/;
const UNMAPPED = /^No X event ID is configured /;
const CHECK_ONLY = 'The tag only checks: nothing was sent.';

export interface LogReader {
  take(record: LogRecord, ledger: Ledger): void;
  seen: LogSeen;
}

/** What is known of a line from around it. */
interface Around {
  text: string;
  at: unknown;
  /** Of a log of serve: which run of which hit it is, and the event of this name in that hit. */
  run?: string;
  hit?: string;
  event?: (name: string) => HitEvent | undefined;
}

export function createLogReader(world: LogWorld): LogReader {
  const seen: LogSeen = { lines: 0, full: 0, hits: 0, first: undefined, last: undefined };
  const noted = (at: number | undefined): void => {
    if (at === undefined) return;
    seen.first = Math.min(seen.first ?? at, at);
    seen.last = Math.max(seen.last ?? at, at);
  };
  const serve = createServeLog(world, (text, around) => {
    const reading = readTagLine(text);
    return reading.kind === 'line' ? takeLine(reading.line, { text, ...around }) : 'Lines of other tags.';
  });

  /** @returns why it is ignored, `''` when it is not */
  function takeLine({ fields, isRow, at: written }: TagLine, around: Around): string {
    const pixel = /\/conversions\/([A-Za-z0-9]{3,12})$/.exec(textOf(fields.RequestUrl))?.[1];
    if (pixel !== undefined && pixel.toLowerCase() !== world.pixel.toLowerCase())
      return 'Lines of another pixel.';
    const at = momentOf(around.at ?? written);
    noted(at);
    seen.lines += 1;
    if (['Request', 'Response', 'Message'].includes(String(fields.Type))) seen.full += 1;
    const meaning = meaningOf(fields);
    if ('ignored' in meaning) return meaning.ignored;
    const { type, why, conversions } = meaning;
    if (type === undefined) return '';
    const eventName = textOf(fields.EventName);
    const run = around.run ?? textOf(fields.TraceId);
    const hit = around.event?.(eventName);
    for (const conversion of conversions) {
      const time = momentOf(conversion.conversion_time);
      if (at === undefined) noted(time);
      const eventId =
        textOf(fields.EventId) || textOf(conversion.event_id) || hit?.eventId || world.eventIds(eventName);
      const event = world.events.note(eventId, eventName);
      const id = textOf(fields.ConversionId) || textOf(conversion.conversion_id) || hit?.conversionId || '';
      const endedEarly = type === 'denied' || type === 'failed';
      if (id === '' && run === '' && !endedEarly) return NAMELESS;
      if (id === '' && run === '' && at === undefined)
        world.anonymous({ event, at, type: type as 'denied', why });
      else
        world.add({
          kind: 'line',
          key: id === '' ? loneKey(event, (around.hit ?? run) || lineDigest(around.text)) : idKey(id),
          id: shownId(id),
          event,
          type,
          format: isRow ? 'row' : 'console',
          run,
          at,
          time,
          money:
            conversion.conversion_time === undefined
              ? undefined
              : moneyOf(conversion.value, conversion.price_currency),
          marks: marksOf(conversion.identifiers),
          why,
          line: at === undefined ? '' : lineDigest(around.text),
        });
    }
    return '';
  }

  return {
    seen,
    take(record, ledger) {
      const why = 'problem' in record ? sentence(record.problem) : takeText(record.text);
      if (why === '') ledger.used();
      else ledger.ignored(why, record.line);
    },
  };

  function takeText(text: string): string {
    const ofServe = serve.take(text);
    if (ofServe !== undefined) {
      if (ofServe.isHit) seen.hits += 1;
      noted(ofServe.at);
      return ofServe.ignored;
    }
    const reading = readTagLine(text);
    if (reading.kind === 'line') return takeLine(reading.line, { text, at: undefined });
    return reading.kind === 'damaged'
      ? 'Lines of the tag that are not complete JSON. Of a table, export JSON and not CSV.'
      : 'Not a line of the tag.';
  }
}

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;

const NAMELESS = 'Lines without ConversionId and TraceId: nothing says which conversion they are about.';

type Conversions = readonly Record<string, unknown>[];
type Meaning =
  | { ignored: string }
  /** Without a type it is read and says nothing that another line does not say. */
  | { type: LineType | undefined; why: string; conversions: Conversions };

const NOTHING: Conversions = [{}];

function meaningOf(fields: TagLine['fields']): Meaning {
  const message = textOf(fields.Message);
  const means = (type: LineType | undefined, why = '', conversions = NOTHING): Meaning => ({
    type,
    why: shownReason(why),
    conversions,
  });
  switch (fields.Type) {
    case 'Request': {
      const attempt = Number(fields.Attempt ?? 1);
      return means(attempt > 1 ? 'again' : 'request', '', conversionsIn(fields.RequestBody));
    }
    case 'Response': {
      const status = Number(fields.ResponseStatusCode);
      const { errors, processed } = readAnswer(textOf(fields.ResponseBody));
      const isSuccess = status >= 200 && status < 300 && processed === 1 && errors.length === 0;
      // What else X answered, the next line says.
      return means(isSuccess ? 'answered' : undefined);
    }
    case 'Message':
      if (PROCESSED.test(message)) return means('processed');
      if (DENIED.test(message)) return means('denied', message.replace(/ Nothing was sent\.$/, ''));
      return UNMAPPED.test(message)
        ? { ignored: 'Events that no row of the tag takes.' }
        : { ignored: 'Messages of the tag that tell of no conversion.' };
    case 'Failure':
      return failureOf(fields);
    case 'WouldSend': {
      const reason = textOf(fields.Reason);
      if (reason === '') return means('checked', CHECK_ONLY, conversionsIn(fields.RequestBody));
      if (UNMAPPED.test(reason)) return { ignored: 'Events that no row of the tag takes.' };
      return means(DENIED.test(reason) ? 'denied' : 'failed', reason);
    }
    case 'Warning':
      return { ignored: 'Warnings of the tag.' };
    default:
      return { ignored: 'Lines of the tag of an unknown Type.' };
  }
}

function failureOf(fields: TagLine['fields']): Meaning {
  const reading = readFields(fields);
  switch (reading.kind) {
    case 'damaged':
      return { ignored: sentence(reading.reason) };
    case 'failure':
      return {
        type: reading.inDoubt ? 'doubt' : 'refused',
        why: shownReason(textOf(fields.Reason)),
        conversions: reading.conversions.filter(isObject),
      };
    default:
      return { type: 'failed', why: shownReason(textOf(fields.Reason)), conversions: NOTHING };
  }
}

/** Those of a request's body; the one that is not there when it cannot be read. */
function conversionsIn(body: unknown): Conversions {
  let parsed: unknown;
  try {
    parsed = typeof body === 'string' ? JSON.parse(body) : body;
  } catch {
    parsed = undefined;
  }
  const list =
    isObject(parsed) && Array.isArray(parsed.conversions) ? parsed.conversions.filter(isObject) : [];
  return list.length === 0 ? NOTHING : list;
}
