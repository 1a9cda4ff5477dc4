/**
 * What the stand-in knows of the world: pixels with their web events, developer apps, user tokens, pixel tokens. Plain
 * data, read anew for each request, so a test may revoke a token or switch an app to read-only while the server runs.
 */

/** A web event of a pixel, in the words of `GET accounts/:account_id/web_event_tags`. */
export interface WebEventTag {
  id: string;
  name: string;
  type: string;
  status: 'TRACKING' | 'UNVERIFIED';
  view_through_window: number;
  click_window: number;
  embed_code: string;
  retargeting_enabled: boolean;
  last_tracked_at: string | null;
  website_tag_id: string;
  deleted: boolean;
}

export interface Pixel {
  /** Base-36 id of the base tag, for example `o8z6j`. */
  id: string;
  accountId: string;
  /** Ids of the configured events, as `o87ne` or `tw-o8z6j-o87ne`. */
  eventIds: string[];
  /** What the listing says of an event beyond the defaults, by bare event id. */
  eventDetails?: Record<string, Partial<Omit<WebEventTag, 'id' | 'website_tag_id'>>>;
}

/** What the listings of accounts say beyond the defaults; an account exists as soon as a pixel or an entry names it. */
export interface Account {
  id: string;
  name?: string;
  /** IANA name. */
  timezone?: string;
  /** The pixel on which new events come to lie, which no parameter chooses; the first one of the account when absent. */
  newEventsOn?: string;
  /** Currencies of its funding instruments, one each; EUR when absent. */
  currencies?: string[];
  /** What its statistics say; nothing was attributed when absent. */
  statistics?: Statistics;
}

/** What X attributed to the ads of an account, and how its statistics behave. */
export interface Statistics {
  figures: Figure[];
  /** Campaigns that ran beside those that `figures` name. */
  activeCampaigns?: string[];
  /**
   * Of which metrics `CONVERSION_TAGS` gives segments: `all` (the default), `none`, or `newer`: not of purchases, sign-ups, site
   * visits, downloads and custom events, as X's table of metrics has it.
   */
  segmentsOf?: 'all' | 'newer' | 'none';
  /** How a segment spells the event, which X does not document: bare id (the default), `tw-PIXEL-ID`, or its name alone. */
  segmentsBy?: 'id' | 'tag' | 'name';
  jobs?: Partial<JobSettings>;
}

/** Conversions of one event, campaign and placement within one hour. */
export interface Figure {
  /** Any moment of the hour, ISO 8601. */
  at: string;
  campaignId: string;
  /** `ALL_ON_TWITTER` unless said otherwise. */
  placement?: string;
  /** An event of a pixel of the account, bare or as `tw-PIXEL-ID`; its type names the metric. */
  eventId: string;
  /** Conversions after an engagement, and after a view. */
  engagement: number;
  view?: number;
  /** Amounts of those two in the currency, whole or with a fraction. */
  amountEngagement?: number;
  amountView?: number;
}

export interface JobSettings {
  /** The states a job goes through; the last one stays. */
  states: string[];
  msPerState: number;
  /** How many jobs of the account may be unfinished. */
  limit: number;
}

export interface App {
  consumerKey: string;
  consumerSecret: string;
  /** Whether X granted the app access to the Ads API; true unless said otherwise. */
  apiAccess?: boolean;
  /** Whether its tier opens statistics, which Conversion Only does not; true unless said otherwise. */
  statistics?: boolean;
  readonly?: boolean;
}

export interface UserToken {
  token: string;
  secret: string;
  /** The user's role on the account; conversions need `ACCOUNT_ADMIN` or `AD_MANAGER` (the default). */
  role?: string;
  userId?: string;
  /** The app the token was issued to; any configured app when absent. */
  consumerKey?: string;
  /** Accounts the user may use; all when absent. */
  accountIds?: string[];
  suspended?: boolean;
}

export interface PixelToken {
  pixelId: string;
  token: string;
}

export interface Configuration {
  accounts?: Account[];
  pixels: Pixel[];
  apps: App[];
  tokens: UserToken[];
  pixelTokens: PixelToken[];
}

/** X, Web conversions, access tokens: roles that may send conversions; taken to be those that may write web events too. */
export const rolesThatMayWrite: readonly string[] = ['ACCOUNT_ADMIN', 'AD_MANAGER'];

/** The ids of all accounts. */
export function accountIds({ accounts = [], pixels }: Configuration): string[] {
  return [...new Set([...accounts.map(({ id }) => id), ...pixels.map(({ accountId }) => accountId)])];
}

/** `tw-o8z6j-o87ne` and `o87ne` name the same event of pixel `o8z6j`; returns the bare form. */
export function bareEventId(pixel: Pixel, eventId: string): string {
  const prefix = `tw-${pixel.id}-`;
  return eventId.startsWith(prefix) ? eventId.slice(prefix.length) : eventId;
}

/** Says how the id of a conversion's event relates to the pixel it was sent to. */
export function classifyEventId(
  configuration: Configuration,
  pixel: Pixel,
  eventId: string,
): 'configured' | 'pixel' | 'unknown' {
  const bare = bareEventId(pixel, eventId);
  const isConfigured = pixel.eventIds.some((known) => bareEventId(pixel, known) === bare);
  if (isConfigured && pixel.eventDetails?.[bare]?.deleted !== true) return 'configured';
  return configuration.pixels.some((known) => known.id === bare) ? 'pixel' : 'unknown';
}
