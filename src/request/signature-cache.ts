/**
 * The part of the signatures that is made once for an instance of the server, kept in the template's storage.
 */
import type { Credentials } from '../signing/oauth1.ts';
import type { EncodeUriComponent } from '../signing/percent-encoding.ts';
import { type Draw, type Prepared, prepare } from '../signing/signer.ts';

/** What signing needs from its surroundings. */
export interface SigningTools {
  readonly draw: Draw;
  readonly encode: EncodeUriComponent;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** SHA-256 of the UTF-8 text as hex. */
  readonly sha256: (text: string) => string;
  readonly stringify: (value: unknown) => string | undefined;
  readonly parseJson: (text: string) => unknown;
  /** A copy of what was saved under the key, if it is still there; possibly something else entirely. */
  readonly load: (key: string) => unknown;
  readonly save: (key: string, value: string) => void;
}

/**
 * The prepared part of the signatures, from the storage of this server instance or made anew.
 * An entry is one text: a seal of 64 hex digits, then the part as JSON. Nobody can make the seal without the
 * credentials, and nothing else of an entry is looked at before it holds: a lost, foreign or damaged one
 * never spoils a signature. It has no credential as text, and its key only eight bits of a digest: at most
 * 256 entries.
 */
export function preparedFor(url: string, credentials: Credentials, tools: SigningTools): Prepared {
  const digest = tools.sha256(
    tools.stringify([
      url,
      credentials.consumerKey,
      credentials.consumerSecret,
      credentials.accessToken,
      credentials.accessTokenSecret,
    ])!,
  );
  // Storage outlives a version of the container, so what another version of this template has left may still
  // be there. The number behind `oauth1.` names the layout of an entry: it moves on when that changes.
  const key = 'oauth1.2.' + digest.slice(0, 2);
  const stored = tools.load(key);
  if (typeof stored === 'string' && stored.slice(0, 64) === tools.sha256(digest + stored.slice(64))) {
    return tools.parseJson(stored.slice(64)) as Prepared;
  }
  const prepared = prepare({ method: 'POST', url: url }, credentials, tools.encode, tools.draw);
  const text = tools.stringify(prepared)!;
  tools.save(key, tools.sha256(digest + text) + text);
  return prepared;
}
