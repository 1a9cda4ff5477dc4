/** What an operator looks for in a request first: which event, what it is worth, by what X recognises it. */

export type Fact = readonly [name: string, value: string];

const WORDS: Record<string, string> = {
  twclid: 'click ID',
  hashed_email: 'e-mail address',
  hashed_phone_number: 'phone number',
  ip_address: 'IP address',
  user_agent: 'user agent',
  twpid: 'browser ID',
};

/** The facts of a request's body; none for a body that is not one of X's. */
export function factsOf(body: string | undefined): Fact[] {
  const conversion = conversionIn(body);
  if (!conversion) return [];
  const { event_id, value, price_currency, conversion_id, identifiers } = conversion;
  const people = (Array.isArray(identifiers) ? identifiers : []).flatMap((identifier: unknown) =>
    Object.keys((identifier ?? {}) as object).map((name) => WORDS[name] ?? name),
  );
  return [
    ['X event ID', said(event_id)],
    [
      'Value',
      value === undefined
        ? 'none'
        : `${said(value)} ${price_currency === undefined ? '' : said(price_currency)}`,
    ],
    ['Conversion ID', said(conversion_id)],
    ['Identified by', people.join(', ') || 'nothing'],
  ];
}

const said = (value: unknown): string => (value === undefined ? 'none' : String(value));

function conversionIn(body: string | undefined): Record<string, unknown> | undefined {
  try {
    const { conversions } = JSON.parse(body ?? '') as { conversions?: unknown };
    const [first] = Array.isArray(conversions) ? (conversions as unknown[]) : [];
    return typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
