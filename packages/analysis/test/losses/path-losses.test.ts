import type { Loss } from '@rubato/analysis';
import {
  alignmentEntropy,
  computeLossSync,
  dilate,
  expectedAlignment,
  pathCost,
  pathCoverage,
  pathLikelihood,
  weightedLosses,
} from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import type { AlignmentProblem } from '@rubato/core';
import {
  enumeratePaths,
  InvalidArgumentError,
  latticeToDag,
  normaliseProblem,
  openReference,
  pathEntropy,
  solveDag,
  toDense,
  UnsupportedError,
} from '@rubato/core';
import { softmin } from '@rubato/minimum';
import { softDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { expectGradient } from './expect-gradient.ts';
import { examples, numbers } from './problems.ts';

const backends = [openReference(), openCpu()];
const backend = openCpu();
const soft = examples.filter((example) => example.make(example.inputs).minimum === 'softmin');
const pathsOf = (problem: AlignmentProblem): readonly Int32Array[] => openReference().solveSync(problem, { path: true }).paths!;
const withoutPenalties = (problem: AlignmentProblem): boolean =>
  [problem.stepPenalties, problem.start.penalty, problem.end.penalty].every(({ data }) =>
    data.every((value) => value === 0 || value === Infinity),
  );

describe.each(backends.map((opened) => [opened.name, opened] as const))('on %s', (_, opened) => {
  it.each(soft.map((example) => [example.name, example] as const))('%s: gradients are those of differences', (__, example) => {
    const paths = pathsOf(example.make(example.inputs));
    expectGradient(example, (problem) => pathCost(problem, paths), opened);
    expectGradient(example, (problem) => pathCost(problem, paths, { reduction: 'mean' }), opened);
    expectGradient(example, (problem) => pathLikelihood(problem, paths), opened);
    expectGradient(example, (problem) => pathCoverage(problem, paths), opened);
    if (withoutPenalties(example.make(example.inputs))) expectGradient(example, alignmentEntropy, opened, 1e-6);
  });
});

it('has entropy gradients to check among them', () => {
  expect(soft.filter((example) => withoutPenalties(example.make(example.inputs))).length).toBeGreaterThan(4);
});

it.each(soft.map((example) => [example.name, example] as const))('%s: values are those of all paths, one by one', (_, example) => {
  const problem = example.make(example.inputs);
  const paths = pathsOf(problem);
  const likelihood = computeLossSync(pathLikelihood(problem, paths), { backend }).values;
  const entropy = computeLossSync(alignmentEntropy(problem), { backend }).values;
  const coverage = computeLossSync(pathCoverage(problem, paths), { backend }).values;
  const along = computeLossSync(pathCost(problem, paths), { backend }).values;
  for (let b = 0; b < problem.batch; b++) {
    const gamma = problem.temperature[b];
    const { dag, costs, edges, cellCosts, cells } = latticeToDag(problem, b);
    const key = (row: number, column: number): number => row * problem.columns + column;
    const onPath = new Set(Array.from({ length: paths[b].length / 2 }, (__, i) => key(paths[b][2 * i], paths[b][2 * i + 1])));
    let [total, chosen, covered] = [0, 0, 0];
    for (const path of enumeratePaths(dag, costs)) {
      const share = Math.exp(-path.reduce((sum, edge) => sum + costs[edge], 0) / gamma);
      total += share;
      const visited = Array.from(path, (edge) => edges[edge]).filter(({ kind }) => kind !== 'end');
      covered += share * visited.filter(({ row, column }) => onPath.has(key(row, column))).length;
      if (visited.length === onPath.size && visited.every(({ row, column }) => onPath.has(key(row, column)))) chosen += share;
    }
    expect(likelihood[b]).toBeCloseTo(-Math.log(chosen / total), 9);
    expect(coverage[b]).toBeCloseTo(-Math.log(covered / total / onPath.size), 9);
    expect(entropy[b]).toBeCloseTo(pathEntropy(dag, solveDag(dag, costs, softmin, gamma)), 9);
    const sum = Array.from(cellCosts).reduce((all, cost, v) => (onPath.has(key(cells[2 * v], cells[2 * v + 1])) ? all + cost : all), 0);
    expect(along[b]).toBeCloseTo(sum, 12);
  }
});

it('descends to the known path: the cost of all else rises', () => {
  const path = Int32Array.of(0, 0, 1, 0, 2, 1, 3, 2, 3, 3);
  const data = numbers(16);
  const make = (): AlignmentProblem => normaliseProblem({ ...softDtw(), cost: { kind: 'dense', data, shape: [4, 4] } });
  const before = computeLossSync(pathLikelihood(make(), [path]), { backend }).values[0];
  for (let i = 0; i < 100; i++) {
    const { gradient } = computeLossSync(pathLikelihood(make(), [path]), { backend, gradient: true });
    gradient!.data.forEach((slope: number, cell: number) => (data[cell] -= 0.5 * slope));
  }
  const after = computeLossSync(pathLikelihood(make(), [path]), { backend }).values[0];
  expect(after).toBeLessThan(before / 10);
  expect(Array.from(pathsOf(make())[0])).toEqual(Array.from(path));
});

it('adds losses with weights, and their gradients', () => {
  for (const example of soft) {
    const problem = example.make(example.inputs);
    if (!withoutPenalties(problem)) continue;
    const terms = [dilate(problem, { alpha: 0.2 }), alignmentEntropy(problem), pathLikelihood(problem, pathsOf(problem))];
    const weights = [1, -0.4, 2.5];
    const parts = terms.map((loss) => computeLossSync(loss, { backend, gradient: true }));
    const sum = computeLossSync(weightedLosses(terms.map((loss, i) => ({ loss, weight: weights[i] }))), { backend, gradient: true });
    sum.values.forEach((value, b) =>
      expect(value).toBeCloseTo(
        parts.reduce((all, { values }, i) => all + weights[i] * values[b], 0),
        12,
      ),
    );
    toDense(sum.gradient!).forEach((value: number, cell: number) =>
      expect(value).toBeCloseTo(
        parts.reduce((all, { gradient }, i) => all + weights[i] * toDense(gradient!)[cell], 0),
        12,
      ),
    );
  }
});

it('says Infinity with gradient 0 where the path is forbidden, where there is none, and where nothing of it is covered', () => {
  const cost = { kind: 'dense', data: Float64Array.of(0, Infinity, 0, 0, 0, 900, 900, 0), shape: [2, 2, 2] } as const;
  const problem = normaliseProblem({ ...softDtw(), cost });
  const around = [Int32Array.of(0, 0, 0, 1, 1, 1), Int32Array.of(0, 0, 0, 1, 1, 1)];
  const corner = [Int32Array.of(0, 1), Int32Array.of(0, 1)];
  const losses: readonly (readonly [Loss, number, number])[] = [
    [pathCost(problem, around), Infinity, 900],
    [pathLikelihood(problem, around), Infinity, 900],
    [pathCoverage(problem, corner), Infinity, Infinity],
    [
      weightedLosses([
        { weight: -1, loss: pathCost(problem, around) },
        { weight: 0, loss: dilate(problem) },
      ]),
      Infinity,
      -900,
    ],
  ];
  for (const [loss, first, second] of losses) {
    const { values, gradient, status } = computeLossSync(loss, { backend, gradient: true });
    status.forEach((item, b) => {
      expect(item.kind).toBe(values[b] === Infinity ? 'infeasible' : 'solved');
      if (item.kind === 'infeasible') expect(item.reason).toMatch(/path/);
    });
    expect(values[0]).toBe(first);
    expect(values[1]).toBeCloseTo(second, 9);
    expect(gradient!.data.subarray(0, 4).every((slope) => slope === 0)).toBe(true);
    expect(gradient!.data.every((slope) => Number.isFinite(slope))).toBe(true);
  }
  const closed = normaliseProblem({ ...softDtw(), cost: { kind: 'dense', data: Float64Array.of(Infinity), shape: [1, 1] } });
  const path = [Int32Array.of(0, 0)];
  for (const loss of [pathCost(closed, path), pathLikelihood(closed, path), pathCoverage(closed, path), alignmentEntropy(closed)]) {
    const { values, gradient, status } = computeLossSync(loss, { backend, gradient: true });
    expect([values[0], gradient!.data[0], status[0].kind]).toEqual([Infinity, 0, 'infeasible']);
  }
});

it('keeps far-away costs from losing an entropy to cancellation', () => {
  const data = numbers(12).map((value) => 1e9 + value);
  const near = data.map((value) => value - 1e9);
  const all = {
    ...softDtw({ temperature: 0.5 }),
    steps: [
      [1, 1],
      [1, 0],
    ] as const,
  };
  const entropyOf = (costs: Float64Array): number =>
    computeLossSync(alignmentEntropy(normaliseProblem({ ...all, cost: { kind: 'dense', data: costs, shape: [4, 3] } })), { backend })
      .values[0];
  expect(entropyOf(data)).toBeCloseTo(entropyOf(near), 5);
  expect(entropyOf(near)).toBeGreaterThan(0.01);
});

it('refuses wrong input by name', () => {
  const cost = { kind: 'dense', data: numbers(12), shape: [3, 4] } as const;
  const problem = normaliseProblem({ ...softDtw(), cost });
  const hard = normaliseProblem({ ...softDtw(), minimum: 'hardmin', cost });
  const refusals: readonly (readonly [() => unknown, string])[] = [
    [() => pathCost(problem, [Int32Array.of(0, 0)], { reduction: 'max' as never }), 'options.reduction'],
    [() => pathCost(problem, [Int32Array.of(0, 0, 3, 3)]), 'paths[0, 2] is 3'],
    [() => pathLikelihood(problem, [Int32Array.of(0, 0, 2, 3)]), 'a step of (2, 3)'],
    [() => pathLikelihood(problem, [Int32Array.of(0, 1, 1, 2, 2, 3)]), 'cell (0, 1)'],
    [() => pathLikelihood(problem, [Int32Array.of(0, 0, 1, 1)]), 'cell (1, 1)'],
    [() => pathCoverage(problem, {} as never), 'paths is an object'],
    [() => weightedLosses([]), 'terms is a list of 0'],
    [() => weightedLosses([{ weight: NaN, loss: dilate(problem) }]), 'terms[0].weight is NaN'],
    [
      () =>
        weightedLosses([
          { weight: 1, loss: dilate(problem) },
          { weight: 1, loss: dilate(hard) },
        ]),
      'terms[1].loss',
    ],
    [() => weightedLosses([{ weight: 1, loss: {} as never }]), 'terms[0].loss is an object'],
  ];
  for (const [call, message] of refusals) {
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(message);
  }
  expect(() => pathLikelihood(hard, [Int32Array.of(0, 0)])).toThrow(UnsupportedError);
  expect(() => alignmentEntropy(hard)).toThrow(UnsupportedError);
  const penalised = normaliseProblem({ ...softDtw(), stepPenalties: [0, 0.5, 0], cost });
  expect(computeLossSync(alignmentEntropy(penalised)).values[0]).toBeGreaterThan(0);
  expect(() => computeLossSync(alignmentEntropy(penalised), { gradient: true })).toThrow('one is 0.5');
  expect(
    computeLossSync(expectedAlignment(hard, new Float64Array(12).fill(1)), { gradient: true }).gradient!.data.every((slope) => slope === 0),
  ).toBe(true);
});
