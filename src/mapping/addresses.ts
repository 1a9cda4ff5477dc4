/** E-mail addresses that stand in a conversion where they should not: in names of products, in fields of the operator. */
import type { Conversion } from './conversion.ts';
import type { Tools } from './tools.ts';

/**
 * Drops every field, and every field of the contents, whose text matches; of a user agent only the address goes.
 * @param address pattern of an address
 */
export function dropAddresses(
  sent: Conversion,
  address: string,
  tools: Tools,
  stringify: (value: unknown) => string | undefined,
): void {
  const clean = (fields: Record<string, unknown>): void => {
    for (const name in fields) {
      const text = name === 'identifiers' || name === 'contents' ? '' : stringify([fields[name]]) || '';
      if (text.match(address)) {
        fields[name] = undefined;
        tools.warn('"' + name + '" holds an e-mail address: it is left out.');
      }
    }
  };
  clean(sent as unknown as Record<string, unknown>);
  for (const content of sent.contents || []) {
    clean(content as unknown as Record<string, unknown>);
  }
  sent.identifiers = sent.identifiers.filter((identifier) => {
    const agent = identifier.user_agent || '';
    const found = agent.match('[^\\s@"/;:(<]*@[^\\s@"/;)>]*');
    if (found) {
      identifier.user_agent = agent.split(found[0]!).join('').trim() || undefined;
    }
    // An address of the network alone is no identifier.
    return (
      identifier.user_agent || identifier.twclid || identifier.hashed_email || identifier.hashed_phone_number
    );
  });
}
