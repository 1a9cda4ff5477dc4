/**
 * The headers by which X knows the sender (X, Authentication; X, guide to the server-side GTM template): a
 * fresh OAuth signature for each attempt, or the pixel's own token.
 */
import { authorizationHeader, type Credentials } from '../signing/oauth1.ts';
import { sign } from '../signing/signer.ts';
import { preparedFor, type SigningTools } from './signature-cache.ts';

/**
 * OAuth 1.0a for one URL: a function that gives the headers of an attempt, signed afresh with each call.
 * @param credentials valid Unicode each; checked by the caller
 */
export function oauth1(
  url: string,
  credentials: Credentials,
  tools: SigningTools,
): () => Record<string, string> {
  const prepared = preparedFor(url, credentials, tools);
  return () => {
    const now = tools.now();
    const signed = sign(prepared, (now - (now % 1000)) / 1000, tools.draw);
    return {
      'Content-Type': 'application/json',
      Authorization: authorizationHeader(credentials, signed, signed.signature, tools.encode),
    };
  };
}
