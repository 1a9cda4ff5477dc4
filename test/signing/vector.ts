/** A published signature with all that goes into it (test/vectors/oauth1.json). */
export interface Vector {
  method?: string;
  url?: string;
  consumerKey?: string;
  consumerSecret: string;
  token?: string;
  tokenSecret: string;
  nonce?: string;
  timestamp?: string;
  query?: Record<string, string>;
  form?: Record<string, string>;
  baseString?: string;
  signature: string;
  source: string;
}
