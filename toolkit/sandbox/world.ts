/**
 * The world around one run, as one plain object, and what is left of the run afterwards, as another. Nothing else reaches
 * a template: no clock, no network, no storage but those given here.
 */
import type { Policy } from './permissions/enforce.ts';

export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Milliseconds. */
  timeout: number;
  /** Scopes of the Google credentials that the server would add; the emulator has none to add. */
  googleScopes?: string[];
}

export interface HttpResponse {
  statusCode: number;
  headers: Record<string, string | string[]>;
  body: string;
}

/** A failed request: an HTTP function rejects with it. */
export interface HttpFailure {
  reason: 'failed' | 'timed_out';
}

export interface BigQueryTable {
  projectId?: string;
  datasetId: string;
  tableId: string;
}

export interface World {
  eventData?: Record<string, unknown>;
  /** As they stand in the Cookie header, that is encoded; several values of one name in their order. */
  cookies?: Record<string, string | string[]>;
  /** Names in any case. */
  headers?: Record<string, string | string[]>;
  remoteAddress?: string;
  request?: { method?: string; path?: string; query?: string; body?: string };
  /** Epoch milliseconds; the real clock when absent. */
  now?: () => number;
  /** In [0, 1); Math.random when absent. */
  random?: () => number;
  /** Rejects with `{reason: 'failed'}` or `{reason: 'timed_out'}`. Without it every request fails. */
  http?: (request: HttpRequest) => Promise<HttpResponse>;
  /** What templateDataStorage holds, for one template. Kept between runs by handing in the same map; unused in preview. */
  storage?: Map<string, unknown>;
  /** Preview or debug mode. */
  preview?: boolean;
  /** False switches all permission checks off. */
  permissions?: boolean;
  /** A server container's permission policy. */
  policy?: Policy;
  /** Most instructions before the run is stopped. */
  budget?: number;
  container?: Partial<{
    containerId: string;
    debugMode: boolean;
    environmentName: string;
    environmentMode: boolean;
    previewMode: boolean;
    version: string;
  }>;
  clientName?: string;
  /** Receives rows; rejects with a list of errors. Without it every insert succeeds. See createBigQuery. */
  bigQuery?: (
    table: BigQueryTable,
    rows: Record<string, unknown>[],
    options: { ignoreUnknownValues: boolean; skipInvalidRows: boolean },
  ) => Promise<void>;
  /** Documents by path (`collection/id`), read and written in place. */
  firestore?: Map<string, Record<string, unknown>>;
  /** Keys of hmacSha256 by id, Base64, as in the file that SGTM_CREDENTIALS names. */
  keys?: Record<string, string>;
  /** The container that runContainer starts; onComplete waits for it. */
  runContainer?: (event: Record<string, unknown>) => Promise<void> | void;
}

/** What a client's response would look like. */
export interface ResponseRecord {
  statusCode: number;
  headers: Record<string, string>;
  /** Text; of a body given as base64 or hex its bytes, each as one character. */
  body: string;
  /** Whether returnResponse has sent it. */
  returned: boolean;
}
