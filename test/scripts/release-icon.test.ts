import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawIcon, ICON_SIZE } from '../../scripts/release/icon.ts';
import { encodePng, pngSize } from '../../scripts/release/png.ts';
import { iconProblems } from '../../scripts/release/rules-icon.ts';

const stored = readFileSync(path.join(import.meta.dirname, '../../assets/icon.png'));

/** The pixels of a PNG that `encodePng` wrote. */
function pixelsOf(png: Buffer): Buffer {
  const { width, height } = pngSize(png)!;
  const data = png.subarray(41, 41 + png.readUInt32BE(33));
  const rows = inflateSync(data);
  return Buffer.concat(
    Array.from({ length: height }, (_, y) =>
      rows.subarray(y * (width * 4 + 1) + 1, (y + 1) * (width * 4 + 1)),
    ),
  );
}

describe('the icon', () => {
  it('that is stored is the one that is drawn, pixel by pixel', () => {
    expect(pixelsOf(stored).equals(drawIcon(ICON_SIZE))).toBe(true);
  });

  it('is square, sharp and small', () => {
    expect(iconProblems(stored)).toEqual([]);
  });

  it('has transparent corners and an opaque middle', () => {
    const alpha = (x: number, y: number) => pixelsOf(stored)[(y * ICON_SIZE + x) * 4 + 3];
    expect([alpha(0, 0), alpha(ICON_SIZE - 1, ICON_SIZE - 1), alpha(64, 64)]).toEqual([0, 0, 255]);
  });
});

describe('an icon is refused', () => {
  const png = (width: number, height: number) => encodePng(width, height, new Uint8Array(width * height * 4));
  it.each([
    ['when it is not square', png(128, 96), 'it is 128 by 96 pixels'],
    ['when it is small', png(95, 95), 'it has 95'],
    ['when it is heavy', Buffer.concat([png(128, 128), Buffer.alloc(50_000)]), 'less than 50000 bytes'],
    ['when it is no PNG', Buffer.from('GIF89a'), 'is not a PNG'],
  ])('%s', (_when, bytes, sentence) => {
    expect(iconProblems(bytes).join()).toContain(sentence);
  });
});
