/** Generated from template/parameters.json by the build. */

/** The fields of the tag as GTM hands them over; what a value is shows only when it is looked at. */
export interface Data {
  /** Pixel ID */
  readonly pixelId?: unknown;
  /** Authentication */
  readonly authMethod?: unknown;
  /** Pixel access token */
  readonly pixelToken?: unknown;
  /** Consumer key */
  readonly consumerKey?: unknown;
  /** Consumer secret */
  readonly consumerSecret?: unknown;
  /** Access token */
  readonly accessToken?: unknown;
  /** Access token secret */
  readonly accessTokenSecret?: unknown;
  /** Conversion categories */
  readonly categoryEvents?: unknown;
  /** Single events */
  readonly customEvents?: unknown;
  /** Events without a row */
  readonly otherEvents?: unknown;
  /** X event ID */
  readonly defaultEventId?: unknown;
  /** Consent */
  readonly consent?: unknown;
  /** Read conversion data from the event */
  readonly autoConversionData?: unknown;
  /** Conversion ID */
  readonly conversionIdSource?: unknown;
  /** Product ID */
  readonly contentIdSource?: unknown;
  /** Conversion data */
  readonly conversionData?: unknown;
  /** Read identifiers from the event */
  readonly autoUserData?: unknown;
  /** Country calling code */
  readonly countryCallingCode?: unknown;
  /** User data */
  readonly userData?: unknown;
  /** Send the browser ID of X's pixel (cookie _twpid) */
  readonly sendBrowserId?: unknown;
  /** Keep the click ID of the landing page in the cookie _twclid */
  readonly setClickIdCookie?: unknown;
  /** Lifetime */
  readonly clickIdCookieDays?: unknown;
  /** Domain */
  readonly clickIdCookieDomain?: unknown;
  /** HttpOnly */
  readonly clickIdCookieHttpOnly?: unknown;
  /** Mode */
  readonly sendMode?: unknown;
  /** Time limit */
  readonly timeoutMs?: unknown;
  /** Retries */
  readonly retries?: unknown;
  /** Report success before X answers */
  readonly respondEarly?: unknown;
  /** Write to the console */
  readonly logging?: unknown;
  /** Project ID */
  readonly bigQueryProjectId?: unknown;
  /** Dataset ID */
  readonly bigQueryDatasetId?: unknown;
  /** Table ID */
  readonly bigQueryTableId?: unknown;
  readonly gtmOnSuccess: () => void;
  readonly gtmOnFailure: () => void;
}

export type AuthMethod = "pixelToken" | "oauth1";

export interface CategoryEventsRow {
  readonly category?: unknown;
  readonly eventId?: unknown;
}

export interface CustomEventsRow {
  readonly eventName?: unknown;
  readonly eventId?: unknown;
}

export type OtherEvents = "ignore" | "send";

export type Consent = "always" | "adStorage" | "adStorageAndUserData";

export type ConversionIdSource = "transaction_id" | "event_id";

export type ContentIdSource = "item_id" | "item_variant";

export interface ConversionDataRow {
  readonly name?: unknown;
  readonly value?: unknown;
}

export interface UserDataRow {
  readonly name?: unknown;
  readonly value?: unknown;
}

export type SendMode = "send" | "checkOnly";

export type Logging = "never" | "preview" | "failures" | "always";

declare global {
  const data: Data;
}
