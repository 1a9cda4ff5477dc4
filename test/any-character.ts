/**
 * Any character of Unicode for random texts, surrogates left out: the same draws as fast-check's unit `binary`, which first
 * makes a table of all 1.1 million.
 */
import fc from 'fast-check';

const SURROGATES = 0x800;

export const anyCharacter = fc.nat({ max: 0x10ffff - SURROGATES }).map(
  (i) => String.fromCodePoint(i < 0xd800 ? i : i + SURROGATES),
  (text) => {
    const [character] = typeof text === 'string' ? text : [];
    const code = character?.codePointAt(0) ?? 0xd800;
    if (character !== text || (code >= 0xd800 && code < 0xd800 + SURROGATES))
      throw new Error('Not a character.');
    return code < 0xd800 ? code : code - SURROGATES;
  },
);
