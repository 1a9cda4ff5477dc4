/**
 * What a run tells: one JSON object a line on the console, in the fields the community's tags use, and the same as a row of
 * a BigQuery table. Secrets are in neither. A Failure line carries the request as it must be sent again, so it
 * holds what X was to get; every other line shows identifiers shortened or not at all.
 */
import type { Conversion } from './mapping/conversion.ts';

/** Fields besides Name, TraceId and EventName, which every line has. */
export interface Line {
  Type: 'Request' | 'Response' | 'Message' | 'Warning' | 'Failure';
  Message?: string;
  Reason?: string;
  /** Whether X may have counted the conversion although the run failed. */
  InDoubt?: boolean;
  Attempt?: number;
  EventId?: string;
  ConversionId?: string | undefined;
  RequestMethod?: string;
  RequestUrl?: string;
  RequestBody?: string | undefined;
  ResponseStatusCode?: number;
  ResponseBody?: string;
}

/** @param timestamp epoch milliseconds */
export function rowOf(line: Record<string, unknown>, timestamp: number): Record<string, unknown> {
  // The column of each field of a line.
  const columns: Record<string, string> = {
    Name: 'name',
    Type: 'type',
    TraceId: 'trace_id',
    EventName: 'event_name',
    Message: 'message',
    Reason: 'reason',
    InDoubt: 'in_doubt',
    Attempt: 'attempt',
    EventId: 'event_id',
    ConversionId: 'conversion_id',
    RequestMethod: 'request_method',
    RequestUrl: 'request_url',
    RequestBody: 'request_body',
    ResponseStatusCode: 'response_status_code',
    ResponseBody: 'response_body',
  };
  const row: Record<string, unknown> = { timestamp: timestamp };
  for (const field in line) {
    if (line[field] !== undefined) {
      row[columns[field]!] = line[field];
    }
  }
  return row;
}

/** The conversion with hashes and click id shortened, without address, user agent and the query of the page's URL. */
export function shown(sent: Conversion): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key in sent) {
    copy[key] = (sent as unknown as Record<string, unknown>)[key];
  }
  copy.identifiers = sent.identifiers.map((identifier) => {
    const short: Record<string, string> = {};
    for (const key in identifier) {
      const value = (identifier as Record<string, unknown>)[key];
      if (value !== undefined) {
        short[key] =
          key === 'ip_address' || key === 'user_agent' ? '(not shown)' : ('' + value).slice(0, 8) + '...';
      }
    }
    return short;
  });
  if (sent.event_source_url) {
    copy.event_source_url = sent.event_source_url.split('?')[0]!.split('#')[0];
  }
  return copy;
}

/** What X answered, bounded, and no whole hash of a person in it. */
export function shortened(text: string): string {
  let rest = text.length > 2000 ? text.slice(0, 2000) + '...' : text;
  let hash = rest.match('[A-Fa-f0-9]{64}');
  while (hash) {
    rest = rest.split(hash[0]!).join(hash[0]!.slice(0, 8) + '...');
    hash = rest.match('[A-Fa-f0-9]{64}');
  }
  return rest;
}
