import { basename } from 'node:path';
import { drawWarp } from '@rubato/plot';
import { loadWarp, titleOf } from './load-warp.ts';
import { type Draw, drawing } from './picture-request.ts';

/** A warp, and a second one as the ground truth. */
export const warpPicture: Draw = async ({ file, look, truth, maxBytes }, environment) => {
  const { a, b, ...warp } = await loadWarp(file, environment, maxBytes);
  const played = truth === undefined ? undefined : await loadWarp(truth, environment, maxBytes);
  return drawing(file, { truth }, environment, () =>
    drawWarp({
      title: basename(file),
      ...look,
      xName: titleOf(a),
      yName: titleOf(b),
      warp,
      ...(played === undefined ? {} : { truth: { times: played.times, values: played.values } }),
    }),
  );
};
