/**
 * PNG (W3C, Portable Network Graphics, third edition), as much as an icon needs: writing 8-bit RGBA without filters, and
 * reading the size from the header. Nothing else of the format is read or judged.
 */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const EIGHT_BITS = 8;
const TRUECOLOUR_WITH_ALPHA = 6;

/** Length, type, data, and a check sum over type and data (section 5.3). */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** @param rgba four bytes a pixel, row by row from the top, alpha not multiplied in */
export function encodePng(width: number, height: number, rgba: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = EIGHT_BITS;
  header[9] = TRUECOLOUR_WITH_ALPHA;
  // Each row starts with its filter type, 0: none.
  const rows = Buffer.alloc((width * 4 + 1) * height);
  for (let y = 0; y < height; y++)
    rows.set(rgba.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Width and height in pixels; `undefined` when the bytes do not start as a PNG. */
export function pngSize(bytes: Buffer): { width: number; height: number } | undefined {
  const isPng =
    bytes.length >= 24 &&
    bytes.subarray(0, 8).equals(SIGNATURE) &&
    bytes.toString('latin1', 12, 16) === 'IHDR';
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined;
}
