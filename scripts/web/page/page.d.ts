/** What the code on a page works with. Only types: nothing of this file ships. */

/** What the dictionary says, as far as the pixel needs it. */
interface PixelPlan {
  readonly pixelId: string;
  /** Name of an event on the page -> X event ID in its long form. */
  readonly events: Readonly<Record<string, string>>;
  /** Whether e-mail address and phone number are read. */
  readonly userData: boolean;
  /** Whether value, currency and items are read. */
  readonly conversionData: boolean;
  readonly contentIdSource: string;
  /** For phone numbers written the national way; '' when there is none. */
  readonly countryCallingCode: string;
}

/** The same for a site without a web container. */
interface SnippetPlan extends PixelPlan {
  readonly measurementId: string;
  readonly serverUrl: string;
  /** The signals that must be granted before anything goes to X. */
  readonly consent: readonly string[];
}

/** One event of the page, as it was when it happened. */
interface PageEvent {
  /** Tells events of one page load apart. */
  number: unknown;
  name: string;
  /** The conversion_id of both halves. */
  id: string;
  ecommerce: unknown;
  userData: unknown;
}

interface Waiting extends PageEvent {
  page: string;
  path: string;
}

interface WebState {
  /** By '#' and the number of the event. */
  ids: Record<string, string>;
  repeats: Record<string, boolean>;
  /** By '#' and an order number: the event that brought it. */
  owners: Record<string, string>;
  /** Orders reported on this page, by their notes. */
  reported: Record<string, boolean>;
  seen: Record<string, boolean>;
  waiting: Waiting[];
  /** The path of the last page_view in the data layer. */
  path: string | undefined;
  /** The path of the last page view that X's pixel was told of. */
  counted: string | undefined;
  clickId: string;
  /** The number of the last event at which the visitor had refused nothing. */
  unrestricted: unknown;
  /** Whether a purchase without an order number has been seen on this page. */
  bought: boolean;
  started: boolean;
  snippet: boolean;
}

interface Twq {
  (...call: unknown[]): void;
  exe?: (...call: unknown[]) => void;
  queue?: unknown[];
  version?: string;
}

interface Window {
  xAdsWeb?: WebState;
  dataLayer?: unknown[];
  twq?: Twq;
}

type Bag = Record<string, unknown>;
