import { basename } from 'node:path';
import { drawWarpedSignals } from '@rubato/plot';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { loadFeatures } from '../files/load-features.ts';
import { loadWarp, type WarpSide } from './load-warp.ts';
import { type Draw, drawing, type PictureRequest } from './picture-request.ts';

/** Two sequences of features, and what a warp brings together. */
export const signalPicture: Draw = async (request, environment) => {
  const { file, look, a, b, rate, maxBytes } = request;
  if (a === undefined || b === undefined)
    throw new UsageError('--kind signals needs both sequences that the warp is between: --a FILE --b FILE');
  const { a: ofA, b: ofB, ...warp } = await loadWarp(file, environment, maxBytes);
  for (const side of [ofA, ofB]) checkUnit(file, side, rate !== undefined);
  const x = await signalOf(a, '--a', request, rate?.rows, environment);
  const y = await signalOf(b, '--b', request, rate?.columns, environment);
  const unit = rate === undefined ? 'frames' : 's';
  return drawing(file, { x: a, y: b }, environment, () =>
    drawWarpedSignals({
      title: `${basename(a)} and ${basename(b)}`,
      ...look,
      xName: `${basename(a)} (${unit})`,
      yName: `${basename(b)} (${unit})`,
      x,
      y,
      warp,
    }),
  );
};

async function signalOf(
  file: string,
  option: string,
  { axis = 0, maxBytes }: PictureRequest,
  rate: number | undefined,
  environment: Environment,
) {
  if (/\.wav$/i.test(file))
    throw new UsageError(`${option} ${file}: give features; rubato warp --picture signals --out FILE.svg draws recordings`);
  const { data, frames, dimension } = await loadFeatures(file, axis, environment, maxBytes);
  return { times: Float64Array.from({ length: frames }, (_, n) => n / (rate ?? 1)), values: data, channels: dimension };
}

/** A warp that tells its units goes with sequences in the same ones. */
function checkUnit(file: string, { unit }: WarpSide, timed: boolean): void {
  if (unit === 's' && !timed) throw new UsageError(`${file} is in seconds; give the frames a second of both sequences with --rate`);
  if (unit === 'frames' && timed) throw new UsageError(`${file} is in frames; leave out --rate`);
}
