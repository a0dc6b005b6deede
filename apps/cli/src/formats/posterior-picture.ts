import { blockMeansInPieces, drawPianoRoll, PIANO_ROLL_PIXELS, type PianoRoll, type PosteriorMatrix, posteriorRows } from '@rubato/plot';
import { pauseFor } from './pause.ts';

/** Posteriors as a piano roll, whatever their size. */
export async function posteriorPicture(matrix: PosteriorMatrix, signal: AbortSignal, roll: Omit<PianoRoll, 'raster'>): Promise<string> {
  const raster = await blockMeansInPieces(posteriorRows(matrix), PIANO_ROLL_PIXELS, pauseFor(signal));
  return drawPianoRoll({ ...roll, raster });
}
