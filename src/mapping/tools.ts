/** What the mapping needs from its surroundings. It is handed in, so that the rules stay plain functions. */
export interface Tools {
  /** The value of a key of the event, `undefined` when absent. */
  readonly read: (key: string) => unknown;
  /** `'string' 'number' 'boolean' 'null' 'undefined' 'array' 'object' 'function'` */
  readonly typeOf: (value: unknown) => string;
  /** SHA-256 of the UTF-8 text as 64 lower-case hex digits. */
  readonly sha256: (text: string) => string;
  /** JSON text to its value, `undefined` when it is none. */
  readonly parseJson: (text: string) => unknown;
  /** Percent-decoding, `undefined` when malformed. */
  readonly decode: (text: string) => string | undefined;
  /** Takes a sentence for the log about something left out; it holds no personal data. */
  readonly warn: (sentence: string) => void;
}

/** Tells that a value was given and cannot be used. */
export function unusable(name: string, tools: Tools): void {
  tools.warn('The value for "' + name + '" cannot be used: it is left out. Check where it comes from.');
}
