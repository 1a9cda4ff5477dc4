/**
 * The part of the signatures that is made once for an instance of the server and kept in the template's storage.
 * @lazy
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
  /** A copy of what was saved under the key, if it is still there; possibly something else entirely. */
  readonly load: (key: string) => unknown;
  readonly save: (key: string, value: unknown) => void;
}

/**
 * The prepared part of the signatures, from the storage of this server instance or made anew. What is stored is taken only
 * with a seal that nobody can make without the credentials, so a lost, foreign or damaged entry never spoils a
 * signature. It holds no credential as text, and its key eight bits of a digest: at most 256 entries.
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
  const key = 'oauth1.' + digest.slice(0, 2);
  const stored = tools.load(key) as { state?: Prepared; seal?: string } | undefined | null;
  if (stored && stored.seal && stored.seal === tools.sha256(digest + tools.stringify(stored.state))) {
    return stored.state!;
  }
  const state = prepare({ method: 'POST', url: url }, credentials, tools.encode, tools.draw);
  tools.save(key, { state: state, seal: tools.sha256(digest + tools.stringify(state)) });
  return state;
}
