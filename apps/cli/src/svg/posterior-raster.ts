import type { PosteriorForm } from '@rubato/decoders';
import type { FloatArray } from '@rubato/costs';
import { blockMeans, type Raster } from './raster.ts';

/** Pixels of the longest side of the picture inside the drawing. */
const MOST_PIXELS = 1024;

/** Posteriors of one item. */
export interface PosteriorMatrix {
  readonly data: FloatArray;
  readonly frames: number;
  readonly classes: number;
  readonly form: PosteriorForm;
}

/** Probabilities as a raster, a row a class, a column a frame; means where there are more frames than pixels. */
export async function posteriorRaster({ data, frames, classes, form }: PosteriorMatrix, signal: AbortSignal): Promise<Raster> {
  const normalisers = form === 'logits' ? logNormalisers(data, frames, classes) : undefined;
  return blockMeans(
    {
      rows: classes,
      columns: frames,
      first: new Int32Array(classes),
      last: new Int32Array(classes).fill(frames - 1),
      read(k, out) {
        for (let n = 0; n < frames; n++) {
          const value = data[n * classes + k];
          out[n] = form === 'probabilities' ? value : Math.exp(value - (normalisers?.[n] ?? 0));
        }
      },
    },
    MOST_PIXELS,
    signal,
  );
}

function logNormalisers(data: FloatArray, frames: number, classes: number): Float64Array {
  return Float64Array.from({ length: frames }, (_, n) => {
    const row = data.subarray(n * classes, (n + 1) * classes);
    let most = -Infinity;
    for (const value of row) most = Math.max(most, value);
    let sum = 0;
    for (const value of row) sum += Math.exp(value - most);
    return most + Math.log(sum);
  });
}
