/** The header by which X knows the sender (X, Authentication; X, guide to the server-side GTM template). */
import { type Credentials, signRequest } from '../signing/oauth1.ts';
import type { EncodeUriComponent } from '../signing/percent-encoding.ts';

/** Draws a whole number between two, both included. */
export type Draw = (least: number, most: number) => number;

/** 16 digits: two draws of eight, about 53 bits, so that no two requests of a second share one. */
export function nonce(draw: Draw): string {
  return '' + draw(10000000, 99999999) + draw(10000000, 99999999);
}

/** OAuth 1.0a, fresh for each attempt. `now` in epoch milliseconds. */
export function signedHeaders(
  url: string,
  credentials: Credentials,
  now: number,
  draw: Draw,
  encode: EncodeUriComponent,
): Record<string, string> {
  const uniqueness = { nonce: nonce(draw), timestamp: '' + (now - (now % 1000)) / 1000 };
  return {
    'Content-Type': 'application/json',
    Authorization: signRequest({ method: 'POST', url: url }, credentials, uniqueness, encode),
  };
}

/** The pixel's own token, as a plain value: X refuses it as a Bearer token. */
export function tokenHeaders(pixelToken: string): Record<string, string> {
  return { 'Content-Type': 'application/json', 'X-Pixel-Token': pixelToken };
}
