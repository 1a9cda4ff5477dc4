/** Drops what is absent: the one place where `undefined` leaves an object. */
export function compact<T>(entries: readonly (readonly [string, unknown])[]): T {
  const result: Record<string, unknown> = {};
  for (const entry of entries) {
    if (entry[1] !== undefined) {
      result[entry[0]] = entry[1];
    }
  }
  return result as T;
}
