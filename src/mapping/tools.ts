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
  /** A value as JSON text, `undefined` when it contains itself. */
  readonly stringify: (value: unknown) => string | undefined;
  /** Percent-decoding, `undefined` when malformed. */
  readonly decode: (text: string) => string | undefined;
  /** Whether a text, JSON or not, holds a credential of the tag. */
  readonly holdsSecret: (text: string) => boolean;
  /** What the form calls a field of the tag. */
  readonly labelOf: (field: string) => string;
  /** Takes a sentence for the log about something left out; it holds no personal data. */
  readonly warn: (sentence: string) => void;
}

/** Takes what is told. */
export type Warner = Pick<Tools, 'warn'>;

/** Tells that a value was given and cannot be used. */
export function unusable(name: string, tools: Warner): void {
  tools.warn('The value for "' + name + '" cannot be used: it is left out. Check where it comes from.');
}

/** Tells that a text is too long; the empty one stands in its place. */
export function tooLong(name: string, longest: number, tools: Warner): string {
  tools.warn('The value for "' + name + '" is longer than ' + longest + ' characters: it is left out.');
  return '';
}

/** Tells each thing once: of a thousand items with a bad price one line is enough. */
export function tellingOnce(tools: Warner): Warner {
  const told: string[] = [];
  return {
    warn: (sentence) => {
      if (told.indexOf(sentence) < 0) {
        told.push(sentence);
        tools.warn(sentence);
      }
    },
  };
}
