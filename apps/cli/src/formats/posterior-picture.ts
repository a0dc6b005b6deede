import { blockMeansInPieces, drawPianoRoll, type PianoRoll, type PosteriorMatrix, posteriorRows } from '@rubato/plot';
import { pauseFor } from './pause.ts';

/** Pixels of the longest side of the picture inside the drawing. */
const MOST_PIXELS = 1024;

/** Posteriors as a piano roll, whatever their size. */
export async function posteriorPicture(matrix: PosteriorMatrix, signal: AbortSignal, roll: Omit<PianoRoll, 'raster'>): Promise<string> {
  const raster = await blockMeansInPieces(posteriorRows(matrix), MOST_PIXELS, pauseFor(signal));
  return drawPianoRoll({ ...roll, raster });
}
