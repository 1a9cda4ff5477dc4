/** The stages of an OAuth signature, made again from the header that was sent, so that a person can follow them. */
import {
  baseString,
  type Credentials,
  oauthParameters,
  parameterString,
  signature,
  signingKey,
} from '../../src/signing/oauth1.ts';

export interface Stages {
  parameterString: string;
  baseString: string;
  signingKey: string;
  signature: string;
  /** Whether the signature made again is the one that was sent. */
  agrees: boolean;
}

/** @returns `undefined` when the header is not an OAuth header */
export function stagesOf(
  header: string,
  method: string,
  url: string,
  credentials: Credentials,
): Stages | undefined {
  const parts = new Map(
    [...header.matchAll(/(oauth_\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const nonce = parts.get('oauth_nonce');
  const timestamp = parts.get('oauth_timestamp');
  if (!header.startsWith('OAuth ') || nonce === undefined || timestamp === undefined) return undefined;
  const parameters = parameterString(oauthParameters(credentials, { nonce, timestamp }), encodeURIComponent);
  const base = baseString({ method, url }, parameters, encodeURIComponent);
  const key = signingKey(credentials, encodeURIComponent);
  const signed = signature(base, key);
  return {
    parameterString: parameters,
    baseString: base,
    signingKey: key,
    signature: signed,
    agrees: decodeURIComponent(parts.get('oauth_signature') ?? '') === signed,
  };
}
