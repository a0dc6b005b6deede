import { createRandom } from '@rubato/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BufferScope } from '../../src/device/buffers.ts';
import { KernelCache } from '../../src/device/kernels.ts';
import type { StripStructure } from '../../src/strips/structure.ts';
import { absent, type Bench, open } from '../device/support/on-device.ts';
import { checkStrips } from './support/check-strips.ts';
import { runStrips } from './support/run-strips.ts';
import { plain, problemOf, type StripProblem } from './support/strip-problem.ts';

const ctc: StripStructure = {
  ...plain,
  steps: [[1, 0], [1, 1], [1, 2]], // prettier-ignore
  strip: 'columns',
  weights: 'mask',
  start: 'cells',
  end: 'cells',
};

/** CTC's lattice of random labels: frames, and labels with blanks between; costs are drawn for classes, not for columns. */
function ctcProblem(frames: number, labels: number, lengths: readonly number[], seed: number = 4): StripProblem {
  const random = createRandom(seed);
  const columns = 2 * labels + 1;
  const classes = lengths.map(() => Array.from({ length: columns }, (_, m) => (m % 2 === 0 ? 0 : 1 + Math.floor(5 * random()))));
  const shape: [number, number] = [frames, columns];
  const problem = problemOf(shape, lengths.length, { structure: ctc, seed });
  const values = Float32Array.from({ length: lengths.length * frames * 6 }, () => 8 * random());
  const cost = problem.cost.map((_, k) => {
    const [b, n, m] = [Math.floor(k / (frames * columns)), Math.floor(k / columns) % frames, k % columns];
    return values[(b * frames + n) * 6 + classes[b][m]];
  });
  return {
    ...problem,
    cost,
    items: lengths.map((length) => [frames, 2 * length + 1]),
    weight: (b, _n, m, s) => (s === 2 && (m % 2 === 0 || classes[b][m] === classes[b][m - 2]) ? Infinity : 1),
    start: (_b, n, m) => (n === 0 && m < 2 ? { multiplier: 1, penalty: 0 } : undefined),
    end: (b, n, m) => (n === frames - 1 && m >= 2 * lengths[b] - 1 && m <= 2 * lengths[b] ? { multiplier: 0, penalty: 0 } : undefined),
  };
}

describe.skipIf(absent !== undefined).each([false, true])('strips of columns, staged: %s', (staged) => {
  let bench: Bench;
  beforeAll(async () => {
    const gpu = await open();
    bench = { gpu, scope: new BufferScope(gpu), cache: new KernelCache(gpu) };
  });
  afterAll(() => bench.gpu.dispose());

  // The shortest workgroup is compiled once a structure: panels have 128 columns.
  const size = { threads: 32, block: 4, staged };

  it('CTC: rows of E sum to 1', async () => {
    const problem = ctcProblem(60, 40, [40, 7, 0, 23]);
    await checkStrips(bench, problem, size);
    const { gradient } = await runStrips(bench, problem, size);
    for (let row = 0; row < 4 * 60; row++) {
      const width = problem.items[Math.floor(row / 60)][1];
      expect(gradient.subarray(row * 81, row * 81 + width).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 4);
    }
  });

  it('CTC: targets too long for their frames have no path, and those beside them do not mind', async () => {
    await checkStrips(bench, ctcProblem(30, 60, [60, 10, 31, 28]), size);
  });

  it.each([
    [1, 0],
    [2, 1],
    [130, 64],
    [40, 150],
    [257, 20],
  ])('CTC: %i frames, %i labels', async (frames, labels) => {
    await checkStrips(bench, ctcProblem(frames, labels, [labels]), size);
  });

  it('CTC by as many threads as its columns want', async () => {
    await checkStrips(bench, ctcProblem(6, 64, [3]), { staged });
  });

  it.each([0.01, 0.1, 10])('CTC at γ = %f', async (temperature) => {
    await checkStrips(bench, { ...ctcProblem(100, 40, [40, 31]), temperature }, size);
  });

  it('weights by step, corners at both ends', async () => {
    const structure: StripStructure = { ...ctc, weights: 'scalar', start: 'corner', end: 'corner', alignment: true };
    await checkStrips(bench, problemOf([140, 90], 2, { structure, weight: (_b, _n, _m, s) => [1, 0.5, 2][s] }), size);
  });

  it('steps that are not wide', async () => {
    const structure: StripStructure = { ...plain, steps: [[1, 0], [1, 1]], strip: 'columns' }; // prettier-ignore
    await checkStrips(bench, problemOf([90, 70], 3, { structure }), size);
  });
});
