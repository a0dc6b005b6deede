import { tensor3d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { alignByGdtw } from '../../src/alignment/align.ts';
import type { WarpLoss } from '../../src/losses/warp-loss.ts';
import { warpLoss } from '../../src/losses/warp-loss.ts';
import { truthAtFrames } from '../../src/losses/truth-at-frames.ts';
import { warp } from '../support/settings.ts';
import { smallData } from '../support/small-data.ts';
import { startTensors } from '../../src/network/start-tensors.ts';

await startTensors('wasm');

const counts: Record<WarpLoss, (distance: number) => number> = {
  absolute: (d) => Math.abs(d),
  squared: (d) => d ** 2 / 2,
  huber: (d) => (Math.abs(d) <= 1 ? d ** 2 / 2 : Math.abs(d) - 1 / 2),
};

it.each(['absolute', 'squared', 'huber'] as const)('%s: the mean distance of best warps from the truth, near and far', (kind) => {
  const [a, b] = smallData().training;
  // A truth that is far off: some distances are below a frame, some beyond.
  const end = b.frames - 1;
  const batch = [a, { ...b, truth: { positions: [0, end / 2, end], times: [0, end / 5, end] } }];
  const { frames, dimension } = a;
  const tensorOf = (side: 'score' | 'performance') =>
    tensor3d(Float32Array.from(batch.flatMap((slice) => [...slice[side]])), [2, frames, dimension]);
  const distances = batch.flatMap((slice) => {
    const truth = truthAtFrames(slice);
    return Array.from(alignByGdtw(slice, warp).times, (time, n) => time - truth[n]);
  });
  expect(distances.some((d) => Math.abs(d) > 1) && distances.some((d) => d !== 0 && Math.abs(d) < 1)).toBe(true);
  const expected = distances.reduce((sum, d) => sum + counts[kind](d), 0) / distances.length;
  expect(warpLoss(batch, tensorOf('score'), tensorOf('performance'), warp, kind).dataSync()[0]).toBeCloseTo(expected, 4);
});
