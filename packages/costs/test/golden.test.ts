import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { prepareLocalCost } from '@rubato/costs';
import type { LocalCostSpecification } from '@rubato/costs';
import { costsOf, expectClose, flat, float64, pullbackOf } from './support.ts';

type Matrix = number[][];

/** Σ_n of the rows' pullbacks, with `upstream` ∂value/∂C, and the cost matrix. */
function evaluate(specification: LocalCostSpecification, x: Matrix, y: Matrix, upstream: Matrix) {
  const cost = prepareLocalCost(specification, x[0].length);
  const target = flat(y);
  const gradientY = new Float64Array(target.length);
  const gradientX = x.map((row, n) => {
    const gradients = pullbackOf(cost, float64(row), target, upstream[n].slice(0, y.length));
    for (const [index, value] of gradients.y.entries()) gradientY[index] += value;
    return [...gradients.x];
  });
  return { costs: x.map((row) => costsOf(cost, float64(row), target)), gradientX, gradientY };
}

const folder = new URL('../../../../shared/golden/', import.meta.url);

/** Defines the tests of a golden file; where it is absent, one that is skipped, or fails under REQUIRE_SHARED=1. */
function withGolden<Case>(file: string, define: (cases: readonly Case[]) => void): void {
  const url = new URL(file, folder);
  describe(`golden ${file}`, () => {
    if (existsSync(url)) define((JSON.parse(readFileSync(url, 'utf8')) as { cases: Case[] }).cases);
    else
      it('is there', (context) => {
        if (process.env['REQUIRE_SHARED'] === '1') throw new Error(`../shared/golden/${file} is required and absent`);
        context.skip(`../shared/golden/${file} is absent`);
      });
  });
}

interface SoftDtwCase {
  id: string;
  X: Matrix;
  Y: Matrix;
  gamma: number;
  sqeuclidean: { C: Matrix; E: Matrix; grad_X: Matrix; grad_Y: Matrix };
  half_sqeuclidean: { C?: Matrix; E: Matrix; grad_X: Matrix; grad_Y: Matrix };
}

withGolden<SoftDtwCase>('sdtw.json', (cases) => {
  describe.each(cases)('$id', ({ X, Y, gamma, sqeuclidean, half_sqeuclidean: half }) => {
    const tolerance = { relative: 1e-10, absolute: gamma <= 0.01 ? 1e-6 : 1e-8 };
    it.each([
      ['squaredEuclidean', sqeuclidean, 1],
      ['halfSquaredEuclidean', half, 0.5],
    ] as const)('%s', (name, golden, factor) => {
      const { costs, gradientX, gradientY } = evaluate({ name }, X, Y, golden.E);
      expectClose(
        costs.flat(),
        sqeuclidean.C.flat().map((value) => factor * value),
        { relative: 1e-10 },
      );
      expectClose(gradientX.flat(), golden.grad_X.flat(), tolerance);
      expectClose(gradientY, golden.grad_Y.flat(), tolerance);
    });
  });
});

interface SingleLabelSolution {
  H: Matrix[];
  grad_logits: Matrix[];
  grad_log_probs: Matrix[];
  grad_probs: Matrix[];
}
interface SingleLabelCase {
  task: 'single-label';
  id: string;
  logits: Matrix[];
  log_probs: Matrix[];
  list_N: number[];
  targets_matrix: Matrix[];
  list_M: number[];
  published_code: SingleLabelSolution;
  paper?: SingleLabelSolution;
}
interface MultiLabelSolution {
  H: Matrix;
  grad_logits: Matrix;
  grad_probs: Matrix;
}
interface MultiLabelCase {
  task: 'multi-label';
  id: string;
  config: string;
  logits: Matrix;
  probs: Matrix;
  labels: Matrix;
  C: Matrix;
  published_code: MultiLabelSolution;
  paper?: MultiLabelSolution;
}
const gradientTolerance = { relative: 1e-9, absolute: 1e-9 };
const probabilityTolerance = { relative: 1e-8, absolute: 1e-9 };

withGolden<SingleLabelCase | MultiLabelCase>('table1.json', (cases) => {
  const single = cases.filter((item) => item.task === 'single-label');
  const multi = cases.filter((item) => item.task === 'multi-label');
  it('has cases of both kinds', () => {
    expect(single.length).toBeGreaterThan(0);
    expect(multi.length).toBeGreaterThan(0);
    expect(new Set(multi.map((item) => item.config.split('-')[0]))).toEqual(new Set(['CTC', 'SDTW']));
  });

  describe.each(single)('$id negativeLogLikelihood', (item) => {
    const solutions = [item.published_code, ...(item.paper ? [item.paper] : [])];
    const probabilities = item.log_probs.map((rows) => rows.map((row) => row.map(Math.exp)));
    it.each([
      ['logits', item.logits, 'grad_logits', gradientTolerance],
      ['logProbabilities', item.log_probs, 'grad_log_probs', gradientTolerance],
      ['probabilities', probabilities, 'grad_probs', probabilityTolerance],
    ] as const)('%s', (input, values, gradient, tolerance) => {
      const specification = { name: 'negativeLogLikelihood', parameters: { input, rests: 'free' } };
      for (const solution of solutions)
        for (const [b, length] of item.list_N.entries()) {
          const targets = item.targets_matrix[b].slice(0, item.list_M[b]);
          const { costs, gradientX } = evaluate(specification, values[b].slice(0, length), targets, solution.H[b]);
          const expected = item.log_probs[b]
            .slice(0, length)
            .map((row) => targets.map((target) => -target.reduce((sum, value, d) => sum + value * row[d], 0)));
          expectClose(costs.flat(), expected.flat(), { relative: 1e-10 });
          expectClose(gradientX.flat(), solution[gradient][b].slice(0, length).flat(), tolerance);
        }
    });
  });

  describe.each(multi)('$id $config', (item) => {
    const hasBlank = item.config.startsWith('CTC');
    const name = hasBlank ? 'multiLabelCtc' : 'binaryCrossEntropy';
    const blank = [1, ...item.labels[0].map(() => 0)];
    const targets = hasBlank ? [blank, ...item.labels.flatMap((label) => [[0, ...label], blank])] : item.labels;
    it.each([
      ['logits', item.logits, 'grad_logits', gradientTolerance],
      ['probabilities', item.probs, 'grad_probs', probabilityTolerance],
    ] as const)(`${name} of %s`, (input, values, gradient, tolerance) => {
      for (const solution of [item.published_code, ...(item.paper ? [item.paper] : [])]) {
        const { costs, gradientX } = evaluate({ name, parameters: { input } }, values, targets, solution.H);
        expectClose(costs.flat(), item.C.flat(), { relative: 1e-10 });
        expectClose(gradientX.flat(), solution[gradient].flat(), tolerance);
      }
    });
  });
});

interface ModifiedTargetsCase {
  id: string;
  cost_function: 'MSE' | 'BCE';
  X: Matrix;
  Y: Matrix;
  C: Matrix;
  H: Matrix;
  grad_X: Matrix;
}

withGolden<ModifiedTargetsCase>('modified_targets.json', (cases) => {
  it.each(cases)('$id $cost_function', ({ cost_function: kind, X, Y, C, H, grad_X }) => {
    const name = { MSE: 'halfSquaredEuclidean', BCE: 'binaryCrossEntropy' }[kind];
    const { costs, gradientX } = evaluate({ name }, X, Y, H);
    expectClose(costs.flat(), C.flat(), { relative: 1e-10 });
    expectClose(gradientX.flat(), grad_X.flat(), { relative: 1e-9, absolute: 1e-9 });
  });
});
