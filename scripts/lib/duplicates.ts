/** How long pixel and server may be apart and count once (X, Web conversions, January 2026): 48 hours, in milliseconds. */
export const PAIR_MS = 48 * 60 * 60 * 1000;
