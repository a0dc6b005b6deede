import { dropDtw } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { InvalidArgumentError, normaliseProblem, openReference } from '@rubato/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

interface Rules {
  readonly exclusive: boolean;
  readonly contiguous: boolean;
}

/** Every admissible matching, one by one: for each clip the range of labels that it matches, or none. Its cost and its labels. */
function allMatchings(
  match: readonly (readonly number[])[],
  drop: readonly number[],
  { exclusive, contiguous }: Rules,
): { readonly cost: number; readonly labels: readonly number[] }[] {
  const [N, K] = [match.length, match[0].length];
  const found: { cost: number; labels: number[] }[] = [];
  // `last`: the last label matched so far; `open`: whether the clip before was matched.
  const visit = (n: number, last: number, open: boolean, cost: number, labels: readonly number[]): void => {
    if (n === N) {
      if (last === K - 1) found.push({ cost, labels: [...labels] });
      return;
    }
    visit(n + 1, last, false, cost + drop[n], [...labels, -1]);
    for (let first = Math.max(last, 0); first <= last + 1 && first < K; first++) {
      // The same label again after a dropped clip.
      if (first === last && contiguous && !open) continue;
      let total = cost;
      for (let to = first; to < K; to++) {
        total += match[n][to];
        visit(n + 1, to, true, total, [...labels, first]);
        if (exclusive) break;
      }
    }
  };
  visit(0, -1, false, 0, []);
  return found;
}

const cases = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })).chain(([N, K]) => {
  const number = fc.double({ min: -1, max: 2, noNaN: true });
  return fc.record({
    match: fc.array(fc.array(number, { minLength: K, maxLength: K }), { minLength: N, maxLength: N }),
    drop: fc.array(number, { minLength: N, maxLength: N }),
    exclusive: fc.boolean(),
    contiguous: fc.boolean(),
  });
});

it.each([openReference(), openCpu()].map((backend) => [backend.name, backend] as const))(
  'is the best, or the soft minimum, of all matchings, on %s',
  (_, backend) => {
    let feasible = 0;
    fc.assert(
      fc.property(cases, fc.double({ min: 0.1, max: 3, noNaN: true }), ({ match, drop, ...rules }, temperature) => {
        const matrix = { data: Float64Array.from(match.flat()), shape: [match.length, match[0].length] as const };
        const options = { dropCost: Float64Array.from(drop), ...rules };
        const hard = dropDtw(matrix, options);
        const { values, paths } = backend.solveSync(normaliseProblem(hard.input), { path: true });
        const all = allMatchings(match, drop, rules);
        if (all.length === 0) {
          expect(values[0]).toBe(Infinity);
          return;
        }
        feasible++;
        const best = all.reduce((least, matching) => (matching.cost < least.cost ? matching : least));
        expect(values[0]).toBeCloseTo(best.cost, 10);
        const labels = Array.from(hard.labelsOfClips(paths![0]));
        expect(
          all.some((matching) => Math.abs(matching.cost - best.cost) < 1e-9 && matching.labels.every((label, n) => label === labels[n])),
        ).toBe(true);
        const soft = dropDtw(matrix, { ...options, minimum: 'softmin', temperature });
        const share = all.reduce((sum, { cost }) => sum + Math.exp((best.cost - cost) / temperature), 0);
        expect(backend.solveSync(normaliseProblem(soft.input), {}).values[0]).toBeCloseTo(best.cost - temperature * Math.log(share), 9);
      }),
      { numRuns: 300 },
    );
    expect(feasible).toBeGreaterThan(100);
  },
);

it('has gradients by match and drop costs', () => {
  const [N, K, B] = [4, 2, 2];
  const match = Float64Array.from({ length: B * N * K }, (_, k) => Math.sin(5 * k));
  const drop = Float64Array.from({ length: B * N }, (_, k) => 0.3 * Math.cos(k));
  const lengths = { clipLengths: [4, 3], labelLengths: [2, 1] };
  const make = (matches: Float64Array, drops: Float64Array) =>
    dropDtw({ data: matches, shape: [B, N, K] }, { dropCost: drops, minimum: 'softmin', temperature: 0.5, ...lengths });
  const total = (matches: Float64Array, drops: Float64Array): number =>
    Array.from(openCpu().solveSync(normaliseProblem(make(matches, drops).input), {}).values).reduce((sum, value) => sum + value, 0);
  const { input, splitGradient } = make(match, drop);
  const found = splitGradient(openCpu().solveSync(normaliseProblem(input), { gradient: true }).gradient!);
  const h = 1e-5;
  match.forEach((value, k) => {
    const slope = (total(match.with(k, value + h), drop) - total(match.with(k, value - h), drop)) / (2 * h);
    expect(found.matchCost[k]).toBeCloseTo(slope, 8);
  });
  drop.forEach((value, k) => {
    const slope = (total(match, drop.with(k, value + h)) - total(match, drop.with(k, value - h))) / (2 * h);
    expect(found.dropCost[k]).toBeCloseTo(slope, 8);
  });
  expect(found.dropCost.reduce((sum, slope) => sum + Math.abs(slope), 0)).toBeGreaterThan(0.1);
});

it('keeps float32, and says that an empty item has no alignment', () => {
  const matrix = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2, 1] as const };
  const problem = normaliseProblem(dropDtw(matrix, { dropCost: 5, clipLengths: [2, 0] }).input);
  expect(problem.precision).toBe('float32');
  expect(Array.from(openCpu().solveSync(problem, {}).values)).toEqual([3, Infinity]);
  expect(normaliseProblem(dropDtw(matrix, { dropCost: 5, labelLengths: [1, 0] }).input).columnLengths[1]).toBe(0);
});

it('refuses wrong input by name', () => {
  const matrix = { data: new Float64Array(4), shape: [2, 2] as const };
  const refusals: readonly (readonly [() => unknown, string])[] = [
    [() => dropDtw(undefined as never, { dropCost: 1 }), 'matchCost is undefined'],
    [() => dropDtw({} as never, { dropCost: 1 }), 'matchCost.shape'],
    [() => dropDtw({ ...matrix, shape: [3, 2] }, { dropCost: 1 }), 'matchCost.data is 4 long'],
    [() => dropDtw({ ...matrix, data: [1] as never }, { dropCost: 1 }), 'matchCost.data is a list of 1'],
    [() => dropDtw(matrix, undefined as never), 'options is undefined'],
    [() => dropDtw(matrix, {} as never), 'options.dropCost is undefined'],
    [() => dropDtw(matrix, { dropCost: NaN }), 'options.dropCost is NaN'],
    [() => dropDtw(matrix, { dropCost: new Float64Array(3) }), 'options.dropCost is 3 long'],
    [() => dropDtw(matrix, { dropCost: 1, clipLengths: [3] }), 'options.clipLengths[0] is 3'],
    [() => dropDtw(matrix, { dropCost: 1, exclusive: 1 as never }), 'options.exclusive is 1'],
    [() => normaliseProblem(dropDtw({ ...matrix, data: matrix.data.with(3, NaN) }, { dropCost: 1 }).input), 'cost.data'],
    [() => dropDtw(matrix, { dropCost: 1 }).splitGradient({ data: new Float64Array(1), shape: [1, 1, 1], depth: 1, fill: 0 }), 'gradient'],
    [() => dropDtw(matrix, { dropCost: 1 }).splitGradient(null as never), 'gradient is null'],
    [() => dropDtw(matrix, { dropCost: 1 }).splitGradient({} as never), 'gradient is an object'],
    [() => dropDtw(matrix, { dropCost: 1 }).splitGradient({ data: new Float64Array(12), shape: [1, 4, 3], band: {} } as never), 'gradient'],
    [() => dropDtw(matrix, { dropCost: 1 }).labelsOfClips([0, 0] as never), 'path is a list of 2'],
  ];
  for (const [call, message] of refusals) {
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(message);
  }
});
