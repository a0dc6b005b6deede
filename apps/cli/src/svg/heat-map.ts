import { LEVELS, palette } from './colour-map.ts';
import { encodePng } from './png.ts';
import type { Raster } from './raster.ts';

/** How values become colours: those below `least` and above `most` have the colours of the ends. */
export interface ColourScale {
  readonly least: number;
  readonly most: number;
  /** Whether values lie beyond the ends. */
  readonly below: boolean;
  readonly above: boolean;
  /** The place of a value on the map, 0 to 1. */
  place(value: number): number;
}

/** Few values far out must not leave one colour for all others: ends at these parts of the sorted values do instead. */
const TRIMMED = [0.02, 0.98] as const;
/** Ends are moved where that leaves less than this part of the range. */
const WORTH_IT = 0.6;

/**
 * A scale over the values of a raster. `squareRoot` brings out small values beside large ones, as soft alignments have them, and
 * keeps both ends.
 */
export function colourScale(raster: Raster, kind: 'linear' | 'squareRoot'): ColourScale {
  const sorted = raster.values.filter((value) => !Number.isNaN(value)).toSorted();
  const at = (part: number): number => sorted[Math.round(part * (sorted.length - 1))] ?? 0;
  let [least, most] = [at(0), at(1)];
  if (kind === 'linear' && at(TRIMMED[1]) - at(TRIMMED[0]) < WORTH_IT * (most - least) && at(TRIMMED[1]) > at(TRIMMED[0])) {
    [least, most] = TRIMMED.map(at);
  }
  const range = most - least;
  return {
    least,
    most,
    below: least > at(0),
    above: most < at(1),
    place(value) {
      const part = range === 0 ? 0 : Math.min(1, Math.max(0, (value - least) / range));
      return kind === 'linear' ? part : Math.sqrt(part);
    },
  };
}

/** Small matrices are enlarged here to at least this side: viewers differ in how they enlarge pictures. */
const LEAST_SIDE = 384;

/** The raster as the address of a PNG inside the drawing, the first row at the bottom. */
export function rasterDataUri(raster: Raster, scale: ColourScale): string {
  const { width, height, values } = raster;
  const across = Math.max(1, Math.ceil(LEAST_SIDE / width));
  const down = Math.max(1, Math.ceil(LEAST_SIDE / height));
  const indices = new Uint8Array(width * across * height * down);
  for (let y = 0, i = 0; y < height * down; y++) {
    const row = (height - 1 - Math.floor(y / down)) * width;
    for (let x = 0; x < width * across; x++) {
      const value = values[row + Math.floor(x / across)];
      indices[i++] = Number.isNaN(value) ? 0 : 1 + Math.round(scale.place(value) * (LEVELS - 1));
    }
  }
  const png = encodePng(width * across, height * down, indices, palette());
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
