import { computeLoss, computeLossSync, dilate, expectedAlignment, pathDistance, timeDistortion } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import type { AlignmentProblem } from '@rubato/core';
import {
  enumeratePaths,
  InvalidArgumentError,
  latticeToDag,
  MemoryLimitError,
  normaliseProblem,
  openReference,
  toDense,
  UnsupportedError,
} from '@rubato/core';
import { softDtw } from '@rubato/presets';
import { expect, it } from 'vitest';
import { examples, numbers } from './problems.ts';

const backend = openCpu();
const of = (data: Float64Array, shape: readonly [number, number, number], more: object = {}) =>
  normaliseProblem({ ...softDtw({ temperature: 0.8 }), cost: { kind: 'dense', data, shape }, ...more });

it('is the mean of Ω over all paths, each as probable as its cost says', () => {
  for (const example of examples) {
    const problem = example.make(example.inputs);
    if (problem.minimum !== 'softmin') continue;
    const { batch, rows, columns } = problem;
    const penalty = numbers(batch * rows * columns);
    const { values } = computeLossSync(expectedAlignment(problem, penalty), { backend });
    for (let b = 0; b < batch; b++) {
      const { dag, costs, edges } = latticeToDag(problem, b);
      let total = 0;
      let weighted = 0;
      for (const path of enumeratePaths(dag, costs)) {
        const cost = path.reduce((sum, edge) => sum + costs[edge], 0);
        const passed = path.reduce((sum, edge) => {
          const { kind, row, column } = edges[edge];
          return kind === 'end' ? sum : sum + penalty[(b * rows + row) * columns + column];
        }, 0);
        const share = Math.exp(-cost / problem.temperature[b]);
        total += share;
        weighted += share * passed;
      }
      expect(values[b]).toBeCloseTo(weighted / total, 10);
    }
  }
});

it('has the published penalty for equal lengths, and uses each item’s own lengths', () => {
  const problem = of(numbers(32), [2, 4, 4], { rowLengths: [4, 2], columnLengths: [4, 3] });
  const penalty = timeDistortion(problem);
  for (let n = 0; n < 4; n++) for (let m = 0; m < 4; m++) expect(penalty[n * 4 + m]).toBeCloseTo((n - m) ** 2 / 16, 14);
  expect(penalty[16 + 2]).toBeCloseTo((1 / 4 - 5 / 6) ** 2, 14);
  expect(Array.from(penalty.subarray(16 + 8))).toEqual(new Array(8).fill(0));
});

it('is soft-DTW at α = 1 and the temporal term at α = 0', () => {
  const problem = of(numbers(40), [2, 5, 4]);
  const penalty = timeDistortion(problem);
  const solution = backend.solveSync(problem, { gradient: true });
  const shape = computeLossSync(dilate(problem, { alpha: 1 }), { backend, gradient: true });
  expect(Array.from(shape.values)).toEqual(Array.from(solution.values));
  // The backend may compute H otherwise where it computes more, so the last digits may differ.
  toDense(shape.gradient!).forEach((value: number, cell: number) => expect(value).toBeCloseTo(toDense(solution.gradient!)[cell], 13));
  const timing = computeLossSync(dilate(problem, { alpha: 0 }), { backend, gradient: true });
  expect(timing).toEqual(computeLossSync(expectedAlignment(problem, penalty), { backend, gradient: true }));
});

it('takes one matrix for all items, and float32', () => {
  const data = numbers(40);
  const penalty = numbers(20);
  const twice = Float64Array.of(...penalty, ...penalty);
  const one = computeLossSync(dilate(of(data, [2, 5, 4]), { penalty }), { backend, gradient: true });
  expect(one).toEqual(computeLossSync(dilate(of(data, [2, 5, 4]), { penalty: twice }), { backend, gradient: true }));
  const narrow = normaliseProblem({
    ...softDtw({ temperature: 0.8 }),
    cost: { kind: 'dense', data: Float32Array.from(data), shape: [2, 5, 4] },
  });
  const rounded = computeLossSync(dilate(narrow, { penalty }), { backend, gradient: true, inputGradient: true });
  expect(rounded.gradient!.data).toBeInstanceOf(Float32Array);
  rounded.gradient!.data.forEach((value, cell) => expect(value).toBeCloseTo(one.gradient!.data[cell], 5));
  expect((rounded.inputGradient as { data: Float32Array }).data).toEqual(rounded.gradient!.data);
});

it('says Infinity and gradient 0 for an item without a path, and ignores what stands in the padding', () => {
  const data = numbers(18);
  data[8] = Infinity;
  const penalty = new Float64Array(18).fill(NaN);
  penalty.fill(1, 0, 9);
  penalty.fill(1, 9, 11);
  const problem = of(data, [2, 3, 3], { rowLengths: [3, 1], columnLengths: [3, 2] });
  for (const make of [(p: typeof problem) => dilate(p, { penalty }), (p: typeof problem) => expectedAlignment(p, penalty)]) {
    const { values, status, gradient } = computeLossSync(make(problem), { backend, gradient: true });
    expect(values[0]).toBe(Infinity);
    expect(status[0].kind).toBe('infeasible');
    expect(Number.isFinite(values[1])).toBe(true);
    expect(gradient!.data.every((value) => Number.isFinite(value))).toBe(true);
    expect(gradient!.data.subarray(0, 9).every((value) => value === 0)).toBe(true);
  }
});

it('has weighted items of length 0 among others', () => {
  const problem = of(numbers(18), [2, 3, 3], { rowLengths: [3, 0], stepWeights: [1, 1, 2] });
  const { values, gradient } = computeLossSync(dilate(problem), { backend, gradient: true });
  expect(values[1]).toBe(Infinity);
  expect(Number.isFinite(values[0])).toBe(true);
  expect(gradient!.data.subarray(9).every((value) => value === 0)).toBe(true);
});

it('grows with the distance from a known path, in columns', () => {
  const problem = of(numbers(12), [1, 3, 4]);
  const path = Int32Array.of(0, 0, 1, 1, 1, 2, 2, 3);
  expect(Array.from(pathDistance(problem, [path]))).toEqual([0, 1, 2, 3, 1, 0, 0, 1, 3, 2, 1, 0]);
  expect(Array.from(pathDistance(problem, [path], { exponent: 2 }))).toEqual([0, 1, 4, 9, 1, 0, 0, 1, 9, 4, 1, 0]);
});

it('refuses wrong input by name', async () => {
  const problem = of(numbers(24), [2, 3, 4]);
  const refusals: readonly (readonly [() => unknown, string])[] = [
    [() => dilate(problem, { alpha: 1.5 }), 'options.alpha is 1.5'],
    [() => dilate(problem, { beta: 1 } as never), 'options.beta'],
    [() => dilate(problem, { penalty: new Float64Array(5) }), 'penalty is 5 long; expected 24 numbers'],
    [() => expectedAlignment(problem, [1] as never), 'penalty is a list of 1'],
    [() => expectedAlignment(problem, new Float64Array(12).with(5, NaN)), 'penalty[0, 1, 1] is NaN'],
    [() => pathDistance(problem, [Int32Array.of(0, 0)]), 'paths is a list of 1'],
    [() => pathDistance(problem, [Int32Array.of(0, 0, 1, 4), Int32Array.of(0, 0)]), 'paths[0, 3] is 4'],
    [() => pathDistance(problem, [Int32Array.of(0, 0), Int32Array.of(1, 1, 0, 1)]), 'paths[1, 2] is 0'],
    [() => pathDistance(problem, [Int32Array.of(0, 0), Int32Array.of(1, 1, 1, 1)]), 'paths[1, 2] is 1'],
    [() => pathDistance(problem, [Int32Array.of(0, 0), Int32Array.of(1)]), 'paths[1] is'],
    [() => pathDistance(problem, [Int32Array.of(0, 0), Int32Array.of(1, 1)], { exponent: 3 as never }), 'options.exponent is 3'],
    [() => computeLossSync(dilate(problem), { upstream: [1] }), 'options.upstream is 1 long'],
    [() => computeLossSync(dilate(problem), { upstream: [1, NaN] }), 'options.upstream[1] is NaN'],
    [() => computeLossSync(dilate(problem), { signal: undefined } as never), 'options.signal'],
    [() => computeLossSync({} as never), 'loss is an object'],
    [() => computeLossSync(dilate(problem), { backend: {} as never }), 'options.backend'],
    [() => computeLossSync(dilate(problem), { gradient: 1 as never }), 'options.gradient is 1'],
  ];
  for (const [call, message] of refusals) {
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(message);
  }
  const slow = Object.assign(openReference(), { name: 'slow', supports: () => ({ supported: false, reason: 'it never does' }) });
  expect(() => computeLossSync(dilate(problem), { backend: slow })).toThrow(UnsupportedError);
  await expect(computeLoss(dilate(problem), { backend: slow })).rejects.toThrow('it never does');
});

it('stops on abort', async () => {
  const problem = of(numbers(24), [2, 3, 4]);
  await expect(computeLoss(dilate(problem), { backend, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

it('says how much memory a second solve takes, before it takes it', () => {
  const lengths = { rowLengths: [200, 150], columnLengths: [180, 200] };
  const wide = of(numbers(2 * 200 * 200), [2, 200, 200], { ...lengths, stepWeights: [1, 1, 2] });
  const loss = expectedAlignment(wide, new Float64Array(200 * 200).fill(1));
  const roomy = openCpu({ maxBytes: 1e8 });
  expect(computeLossSync(loss, { backend: roomy, gradient: true }).gradient!.data.some((slope) => slope !== 0)).toBe(true);
  const tight = openCpu({ maxBytes: 4e6 });
  const asked: AlignmentProblem[] = [];
  const solveSync = tight.solveSync.bind(tight);
  tight.solveSync = (problem, request) => {
    asked.push(problem);
    return solveSync(problem, request);
  };
  // The value alone fits.
  expect(Number.isFinite(computeLossSync(loss, { backend: tight }).values[0])).toBe(true);
  let error: unknown;
  try {
    computeLossSync(loss, { backend: tight, gradient: true });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(MemoryLimitError);
  const { bytesNeeded, maximumBytes } = error as MemoryLimitError;
  // At least the direction, two antidiagonal rows of all columns for each of N + M - 1.
  expect(bytesNeeded).toBeGreaterThan(8 * 2 * 2 * 399 * 200);
  expect(maximumBytes).toBe(4e6);
  // Refused before the lattice was made: only problems as given were asked for.
  expect(asked.every((problem) => problem === wide)).toBe(true);
});

it('has many items', () => {
  const batch = 150_000;
  const cost = { kind: 'dense', data: new Float64Array(batch).fill(1), shape: [batch, 1, 1] } as const;
  const problem = normaliseProblem({ ...softDtw(), cost, end: { set: 'corner', multiplier: 1 } });
  const { values, gradient } = computeLossSync(expectedAlignment(problem, Float64Array.of(3)), { backend, gradient: true });
  // One cell, one path: its penalty, whatever it costs.
  expect(values.every((value) => value === 3)).toBe(true);
  expect(gradient!.data.every((slope) => Math.abs(slope) < 1e-12)).toBe(true);
});
