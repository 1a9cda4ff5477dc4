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
  /** Takes a sentence for the log about something left out; it holds no personal data. */
  readonly warn: (sentence: string) => void;
}

/** Tells that a value was given and cannot be used. */
export function unusable(name: string, tools: Tools): void {
  tools.warn('The value for "' + name + '" cannot be used: it is left out. Check where it comes from.');
}

/** A text that is given and not too long, else `undefined`; that it is too long is told. */
export function within(longest: number, name: string, text: string, tools: Tools): string | undefined {
  if (text.length <= longest) {
    return text || undefined;
  }
  tools.warn('The value for "' + name + '" is longer than ' + longest + ' characters: it is left out.');
  return undefined;
}

/** The same tools, which tell each thing once: of a thousand items with a bad price one line is enough. */
export function tellingOnce(tools: Tools): Tools {
  const told: string[] = [];
  return {
    read: tools.read,
    typeOf: tools.typeOf,
    sha256: tools.sha256,
    parseJson: tools.parseJson,
    decode: tools.decode,
    warn: (sentence) => {
      if (told.indexOf(sentence) < 0) {
        told.push(sentence);
        tools.warn(sentence);
      }
    },
  };
}
