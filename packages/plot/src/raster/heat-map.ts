import { base64 } from '../png/base64.ts';
import { encodePng } from '../png/encode-png.ts';
import { type ColourMap, levelsOf, palette, viridis } from './colour-map.ts';
import type { ColourScale } from './colour-scale.ts';
import type { Raster } from './raster.ts';

/** Small matrices are enlarged here to about this side, and never beyond the other: viewers differ in how they enlarge pictures. */
const LEAST_SIDE = 384;
const MOST_SIDE = 512;

/** The raster as the address of a PNG inside the drawing, the first row at the bottom. What is no number is transparent. */
export function rasterDataUri(raster: Raster, scale: ColourScale | undefined): string {
  return layersDataUri([{ raster, map: viridis }], scale);
}

/** A raster in colours of its own. */
export interface Layer {
  readonly raster: Raster;
  readonly map: ColourMap;
}

/** Rasters of one size in one picture: each pixel is that of the layer with the largest value there. Without a scale there are no values. */
export function layersDataUri(layers: readonly Layer[], scale: ColourScale | undefined): string {
  const { width, height } = layers[0].raster;
  const [across, down] = [enlargement(width), enlargement(height)];
  const cells = indicesOf(layers, scale);
  const indices = new Uint8Array(width * across * height * down);
  for (let y = 0, i = 0; y < height * down; y++) {
    const row = (height - 1 - Math.floor(y / down)) * width;
    for (let x = 0; x < width * across; x++) indices[i++] = cells[row + Math.floor(x / across)];
  }
  const png = encodePng(width * across, height * down, indices, palette(layers.map(({ map }) => map)));
  return `data:image/png;base64,${base64(png)}`;
}

function enlargement(side: number): number {
  return Math.max(1, Math.min(Math.ceil(LEAST_SIDE / side), Math.floor(MOST_SIDE / side)));
}

function indicesOf(layers: readonly Layer[], scale: ColourScale | undefined): Uint8Array {
  const levels = levelsOf(layers.length);
  return Uint8Array.from(layers[0].raster.values, (_, cell) => {
    let largest = -1;
    let most = -Infinity;
    for (const [k, { raster }] of layers.entries()) {
      if (!(raster.values[cell] > most)) continue;
      most = raster.values[cell];
      largest = k;
    }
    return largest < 0 || scale === undefined ? 0 : 1 + largest * levels + Math.round(scale.place(most) * (levels - 1));
  });
}
