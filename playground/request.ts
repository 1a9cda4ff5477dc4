/** What a person types as cookies and headers, as the browser's tools show them, made a world's. */

/** `name=value; other=value`, or one a line. A name may come several times. */
export function parseCookies(text: string): Record<string, string[]> {
  const cookies = new Map<string, string[]>();
  for (const pair of text.split(/[;\n]/)) {
    const [, name, value] = pair.match(/^\s*([^=\s]+)\s*=\s*(.*?)\s*$/) ?? [];
    if (name !== undefined && value !== undefined) cookies.set(name, [...(cookies.get(name) ?? []), value]);
  }
  return Object.fromEntries(cookies);
}

/** `Name: value`, one a line. */
export function parseHeaders(text: string): Record<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value] = line.match(/^\s*([^:\s]+)\s*:\s*(.*?)\s*$/) ?? [];
    if (name !== undefined && value !== undefined) headers.set(name, [...(headers.get(name) ?? []), value]);
  }
  return Object.fromEntries(headers);
}

/** The event as an object. Throws an Error that says what is wrong. */
export function parseEvent(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`The event is not valid JSON: ${error instanceof Error ? error.message : error}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(
      `The event must be a JSON object, found ${Array.isArray(value) ? 'a list' : JSON.stringify(value)}.`,
    );
  return value as Record<string, unknown>;
}

/** The clock of the run in epoch milliseconds; `undefined` for this machine's. Takes milliseconds or an ISO date. */
export function parseClock(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const time = /^\d+$/.test(trimmed) ? Number(trimmed) : Date.parse(trimmed);
  if (Number.isNaN(time))
    throw new Error(
      `The clock must be epoch milliseconds or a date such as 2026-11-22T10:15:30Z, found "${trimmed}".`,
    );
  return time;
}
