/** Bytes of Node as the words the signing code works on, and back. */

export function wordsOf(bytes: Buffer): number[] {
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  return Array.from({ length: padded.length / 4 }, (_, i) => padded.readInt32BE(4 * i));
}

export function bytesOf(words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * words.length);
  for (const [i, word] of words.entries()) bytes.writeInt32BE(word | 0, 4 * i);
  return bytes;
}

export const hexOf = (words: readonly number[]): string => bytesOf(words).toString('hex');
