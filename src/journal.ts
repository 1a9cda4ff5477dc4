/**
 * What a run tells: one JSON object a line on the console, in the fields the community's tags use, and the
 * same as a row of a BigQuery table. Secrets are in neither. A Failure line carries the request as it must be
 * sent again, so it holds what X was to get; every other line shows identifiers shortened or not at all.
 */
import {
  bigQuery,
  encodeUriComponent,
  getEventData,
  getRequestHeader,
  getTimestampMillis,
  logToConsole,
  parseJson,
  stringify,
} from './gtm.ts';
import type { Conversion } from './mapping/conversion.ts';
import { shortenedHashes, withoutPersons } from './mapping/persons.ts';
import { textOf } from './mapping/text.ts';
import { isoTime } from './mapping/time.ts';
import { maskerOf } from './secrets.ts';
import * as settings from './settings.ts';

/**
 * What a line says of its own. Each line also has Name, TraceId and EventName, and since a request is made
 * what stands in `known`.
 */
export interface Line {
  readonly Type: 'Request' | 'Response' | 'Message' | 'Warning' | 'Failure' | 'WouldSend';
  readonly Message?: string;
  readonly Reason?: string | undefined;
  /** Whether X may have counted the conversion although the tag failed. */
  readonly InDoubt?: boolean;
  /** What X says about its API in the header x-api-warn. */
  readonly ApiWarning?: string;
  readonly RequestBody?: string | undefined;
  readonly ResponseStatusCode?: number;
  readonly ResponseBody?: string;
}

/** What is known of the run's request, by the names of the fields. */
let known: Record<string, unknown> = {};

/** Notes what the lines of an attempt have in common. */
export function noteAttempt(attempt: number, sent: Conversion, url: string): void {
  known = {
    Attempt: attempt,
    EventId: sent.event_id,
    ConversionId: sent.conversion_id,
    RequestMethod: 'POST',
    RequestUrl: url,
  };
}

/** The name of the event, `''` when it has none. */
export const eventName = textOf(getEventData('event_name'));

let mask: ((text: string) => string) | undefined;

/** The text without the credentials of the tag, used or not, in all forms that {@link maskerOf} knows. */
export function withoutSecrets(text: string): string {
  if (!mask) {
    mask = maskerOf(settings.secrets(), {
      stringify: stringify,
      encode: encodeUriComponent,
    });
  }
  return mask(text);
}

/** A text as it may be told: no credential, no e-mail address, no phone number of a URL, no whole hash. */
export function masked(text: string): string {
  return shortenedHashes(withoutPersons(withoutSecrets(text)));
}

/** Whether somebody is told what goes well: the fields of such lines need not be made otherwise. */
export const tellsAll = settings.logsAll || settings.bigQueryTable !== undefined;

/** Writes a line to the console and a row to the table, as far as the operator asked for them. */
export function tell(line: Line): void {
  const toConsole =
    settings.logsAll || line.Type === 'WouldSend' || (settings.logsFailures && line.Type === 'Failure');
  if (!toConsole && !settings.bigQueryTable) {
    return;
  }
  // The columns of the table, in the order in which both are written.
  const columns =
    'name type trace_id event_name message reason in_doubt api_warning attempt event_id conversion_id ' +
    'request_method request_url request_body response_status_code response_body';
  known.Name = 'X Conversions';
  known.TraceId = getRequestHeader('trace-id');
  known.EventName = eventName;
  const given = line as unknown as Record<string, unknown>;
  const fields: Record<string, unknown> = {};
  const row: Record<string, unknown> = { timestamp: isoTime(getTimestampMillis()) };
  for (const column of columns.split(' ')) {
    // The field of the column response_body is ResponseBody.
    const words = column.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    const name = words.join('');
    const value = given[name] === undefined ? known[name] : given[name];
    if (value !== undefined) {
      // The body of a request is made to be shown.
      fields[name] = typeof value === 'string' && name !== 'RequestBody' ? masked(value) : value;
      row[column] = fields[name];
    }
  }
  if (toConsole) {
    logToConsole(stringify(fields));
  }
  if (settings.bigQueryTable) {
    // Whether the row arrives never changes the outcome of the tag.
    bigQuery.insert(settings.bigQueryTable, [row], { ignoreUnknownValues: true }).catch(() => {
      if (settings.logsFailures) {
        logToConsole(
          stringify({
            Name: 'X Conversions',
            Type: 'Warning',
            Message: 'BigQuery did not take a row. Check the three fields and the columns of the table.',
          }),
        );
      }
    });
  }
}

export function warn(sentence: string): void {
  tell({ Type: 'Warning', Message: sentence });
}

/**
 * The conversion with hashes and click id shortened, without address, user agent and the query of the page's
 * URL.
 */
export function shown(sent: Conversion): unknown {
  const copy = parseJson(stringify(sent)!) as Conversion;
  for (const identifier of copy.identifiers) {
    const values = identifier as Record<string, string>;
    for (const key in values) {
      const isHidden = key === 'ip_address' || key === 'user_agent';
      values[key] = isHidden ? '(not shown)' : values[key]!.slice(0, 8) + '...';
    }
  }
  copy.event_source_url = (copy.event_source_url || '').split('?')[0]!.split('#')[0] || undefined;
  return copy;
}
