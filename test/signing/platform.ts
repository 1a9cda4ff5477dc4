/** encodeURIComponent as the sandbox has it: `undefined` instead of an exception. */
export function encode(text: string): string | undefined {
  try {
    return encodeURIComponent(text);
  } catch {
    return undefined;
  }
}
