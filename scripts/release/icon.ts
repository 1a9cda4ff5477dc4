/**
 * The template's icon: an envelope on its way, closed with a seal that carries a check mark. It is drawn, not stored as
 * a source image: shapes are functions of a point, in units of a square from 0 to 1, later shapes cover earlier ones.
 */
import { encodePng } from './png.ts';

/** Side of the icon in pixels. */
export const ICON_SIZE = 128;
/** Samples a pixel in each direction: what makes edges smooth. */
const SAMPLES = 4;

type Colour = readonly [red: number, green: number, blue: number];
/** Whether the point belongs to the shape. */
type Shape = (x: number, y: number) => boolean;

const box =
  (left: number, top: number, right: number, bottom: number, radius: number): Shape =>
  (x, y) => {
    const dx = Math.max(left + radius - x, x - right + radius, 0);
    const dy = Math.max(top + radius - y, y - bottom + radius, 0);
    return Math.hypot(dx, dy) <= radius;
  };

const disc =
  (centreX: number, centreY: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - centreX, y - centreY) <= radius;

/** A line through the points, `width` wide, with round ends. */
const stroke =
  (width: number, ...points: (readonly [number, number])[]): Shape =>
  (x, y) =>
    points.slice(1).some(([bx, by], i) => {
      const [ax, ay] = points[i]!;
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const along = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
      return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) <= width / 2;
    });

const INDIGO: Colour = [49, 46, 129];
const HAZE: Colour = [129, 140, 248];
const PAPER: Colour = [248, 250, 252];
const FOLD: Colour = [165, 180, 252];
const AMBER: Colour = [245, 158, 11];

const LAYERS: readonly (readonly [Shape, Colour])[] = [
  [box(0, 0, 1, 1, 0.2), INDIGO],
  [stroke(0.045, [0.08, 0.38], [0.2, 0.38]), HAZE],
  [stroke(0.045, [0.12, 0.5], [0.2, 0.5]), HAZE],
  [stroke(0.045, [0.08, 0.62], [0.2, 0.62]), HAZE],
  [box(0.25, 0.25, 0.9, 0.71, 0.06), PAPER],
  [stroke(0.045, [0.29, 0.3], [0.575, 0.51], [0.86, 0.3]), FOLD],
  [disc(0.76, 0.68, 0.205), INDIGO],
  [disc(0.76, 0.68, 0.165), AMBER],
  [stroke(0.05, [0.685, 0.685], [0.74, 0.74], [0.835, 0.63]), PAPER],
];

/** Four bytes a pixel, row by row. */
export function drawIcon(size: number): Uint8Array {
  const rgba = new Uint8Array(size * size * 4);
  const step = 1 / (size * SAMPLES);
  for (let pixel = 0; pixel < size * size; pixel++) {
    const sum = [0, 0, 0];
    let covered = 0;
    for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
      const x = ((pixel % size) * SAMPLES + (sample % SAMPLES) + 0.5) * step;
      const y = (Math.floor(pixel / size) * SAMPLES + Math.floor(sample / SAMPLES) + 0.5) * step;
      const top = LAYERS.findLast(([shape]) => shape(x, y));
      if (!top) continue;
      covered += 1;
      top[1].forEach((channel, i) => {
        sum[i]! += channel;
      });
    }
    const colour = sum.map((channel) => (covered === 0 ? 0 : Math.round(channel / covered)));
    rgba.set([...colour, Math.round((covered * 255) / SAMPLES ** 2)], pixel * 4);
  }
  return rgba;
}

/** The icon as the bytes of a PNG file. */
export const iconPng = (): Buffer => encodePng(ICON_SIZE, ICON_SIZE, drawIcon(ICON_SIZE));

/** An image as the value of `brand.thumbnail`. */
export const dataUri = (png: Buffer): string => `data:image/png;base64,${png.toString('base64')}`;
