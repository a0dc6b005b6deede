import type { AlignmentProblem, AlignmentSolution, SolveRequest } from '@rubato/core';
import { InvalidArgumentError, latticeLayout, normaliseProblem } from '@rubato/core';
import fc from 'fast-check';
import { Draw } from '../arbitraries/draw.ts';
import { problemCase, problemCases } from '../arbitraries/problem-case.ts';
import { selectRequest } from '../arbitraries/requests.ts';
import { checkSameBits, keepBits } from '../compare/bits.ts';
import { describeDifference, distance } from '../compare/compare.ts';
import type { Quantity } from '../compare/quantities.ts';
import { quantitiesOf } from '../compare/quantities.ts';
import type { Expectation } from '../oracles/expectation.ts';
import { expectation } from '../oracles/expectation.ts';
import { inputOf } from '../oracles/problem-input.ts';
import { cutTable, singleItem } from '../oracles/single-item.ts';
import type { Law } from './law.ts';

/** What single problems are asked for: everything that has a place in the batch. */
const parts = [
  'gradient',
  'softAlignment',
  'accumulatedCost',
  'stepWeightGradient',
  'stepPenaltyGradient',
  'temperatureGradient',
  'boundaryGradient',
  'hessianProduct',
] as const;

export const inertPadding: Law = {
  number: 3,
  name: 'inert padding',
  sentence: 'Padding is inert: a batch of B answers as B single problems, whatever stands in the padding (NaN included).',
  async check(context) {
    const ragged = problemCases(context.problems({ lengths: ['ragged', 'ragged', 'someEmpty'] }));
    await context.forAll(ragged, async ({ recipe, problem, request }) => {
      const solutions = await context.solveSupported(problem, selectRequest(request, parts));
      fc.pre(solutions.length > 0);
      const other = problemCase(recipe, fc.hash(JSON.stringify(recipe)) % 2 === 0 ? 'infinity' : 'numbers').problem;
      const expected = expectation(problem, request, recipe.whole && recipe.minimum === 'hardmin');
      for (const [asked, solution] of solutions) {
        const again = await context.backend.solve(other, asked);
        checkSameBits(keepBits(again), keepBits(solution), 'with other padding');
        await checkSingles(problem, asked, solution, expected, (single, wanted) => context.backend.solve(single, wanted));
        context.saw(...solution.values);
      }
      context.tally.items += problem.batch;
    });
  },
};

type Solve = (problem: AlignmentProblem, request: SolveRequest) => Promise<AlignmentSolution>;

async function checkSingles(
  problem: AlignmentProblem,
  request: SolveRequest,
  batch: AlignmentSolution,
  expected: Expectation,
  solve: Solve,
): Promise<void> {
  const quantities = new Map(quantitiesOf(batch).map((quantity) => [quantity.label, quantity]));
  const sums = new Map([...quantities].map(([label, { data }]) => [label, new Float64Array(data.length)]));
  for (let b = 0; b < problem.batch; b++) {
    const input = singleItem(problem, b);
    if (input === undefined) {
      if (batch.values[b] !== Infinity) throw new Error(`item ${b} has no rows or no columns, and value ${batch.values[b]}`);
      continue;
    }
    const single = normaliseProblem(input);
    const solution = await solve(single, singleRequest(problem, request, b));
    for (const quantity of quantitiesOf(solution)) {
      const whole = quantities.get(quantity.label)!;
      const target = sums.get(quantity.label)!;
      positionsInBatch(problem, single, request, quantity, whole, b).forEach((position, k) => (target[position] += quantity.data[k]));
    }
  }
  for (const [label, { data, name, shape }] of quantities) {
    const shared = (label === 'stepWeightGradient' || label === 'stepPenaltyGradient') && request[label] === 'table' && shape[0] === 1;
    const perItem = data.length / problem.batch;
    sums.get(label)!.forEach((sum, k) => {
      const b = shared ? -1 : Math.floor(k / perItem);
      // What no single problem has is padding: 0, or Infinity for the accumulated cost.
      const want = name === 'accumulatedCost' && !inside(problem, k) ? Infinity : name === 'values' && isEmpty(problem, b) ? Infinity : sum;
      const allowed = expected.toleranceOf(name, b);
      const error = distance(data[k], want);
      if (error > allowed) {
        const difference = { label, index: [k], actual: data[k], expected: want, error, tolerance: allowed };
        throw new Error(`against single problems: ${describeDifference(difference)}`);
      }
    });
  }
}

function isEmpty(problem: AlignmentProblem, b: number): boolean {
  return problem.rowLengths[b] * problem.columnLengths[b] === 0;
}

function inside({ rows, columns, rowLengths, columnLengths }: AlignmentProblem, position: number): boolean {
  const b = Math.floor(position / (rows * columns));
  return Math.floor(position / columns) % rows < rowLengths[b] && position % columns < columnLengths[b];
}

/** Item b's part of a request. */
function singleRequest({ rows, columns, rowLengths, columnLengths }: AlignmentProblem, request: SolveRequest, b: number): SolveRequest {
  const { upstream, hessianProduct, ...rest } = request;
  const cut = (direction: ArrayLike<number>): Float64Array => {
    const values: number[] = [];
    for (let n = 0; n < rowLengths[b]; n++) for (let m = 0; m < columnLengths[b]; m++) values.push(direction[(b * rows + n) * columns + m]);
    return Float64Array.from(values);
  };
  return {
    ...rest,
    ...(upstream === undefined ? {} : { upstream: [upstream[b]] }),
    ...(hessianProduct === undefined ? {} : { hessianProduct: { ...hessianProduct, direction: cut(hessianProduct.direction) } }),
  };
}

/** Where the entries of a single problem's quantity stand in the batch's. */
function positionsInBatch(
  problem: AlignmentProblem,
  single: AlignmentProblem,
  request: SolveRequest,
  quantity: Quantity,
  whole: Quantity,
  b: number,
): readonly number[] {
  const { label } = quantity;
  if ((label === 'stepWeightGradient' || label === 'stepPenaltyGradient') && request[label] === 'table') {
    const table = label === 'stepWeightGradient' ? problem.stepWeights : problem.stepPenalties;
    return cutTable(table, b, single.rows, single.columns).positions;
  }
  if (quantity.shape.length === 1) return [b];
  if (quantity.label.startsWith('boundary')) return Array.from(quantity.data, (_, k) => b * whole.shape[1] + k);
  const depth = quantity.shape[3] ?? 1;
  const positions: number[] = [];
  for (let n = 0; n < single.rows; n++) {
    for (let m = 0; m < single.columns; m++)
      for (let s = 0; s < depth; s++) positions.push(((b * problem.rows + n) * problem.columns + m) * depth + s);
  }
  return positions;
}

export const noNumberIsAnError: Law = {
  number: 3,
  name: 'NaN inside is an error',
  sentence: "NaN inside an item's lengths and band is refused, by name and index.",
  async check(context) {
    const arbitrary = fc.tuple(problemCases(context.problems({ costKinds: ['dense'], lengths: ['ragged'] })), fc.nat(2 ** 20));
    await context.forAll(arbitrary, async ([{ recipe, problem }, seed]) => {
      const layout = latticeLayout(problem);
      fc.pre(layout.cells > 0 && problem.cost.kind === 'dense');
      if (problem.cost.kind !== 'dense') return;
      const cells = [...layout.first].flatMap((first, row) =>
        Array.from({ length: layout.last[row] - first + 1 }, (_, k) => row * problem.columns + first + k),
      );
      const place = new Draw(recipe.seed ^ seed, 0, 'float64').pick(cells);
      const data = problem.cost.data.slice();
      data[place] = NaN;
      const index = [
        Math.floor(place / problem.columns / problem.rows),
        Math.floor(place / problem.columns) % problem.rows,
        place % problem.columns,
      ];
      try {
        normaliseProblem({ ...inputOf(problem), cost: { ...problem.cost, data } });
      } catch (error) {
        if (!(error instanceof InvalidArgumentError) || error.argument !== 'cost.data' || error.index?.join() !== index.join()) throw error;
        context.saw(place + 1000 * recipe.seed);
        context.tally.items += problem.batch;
        return;
      }
      throw new Error(`NaN at cost.data[${index.join(', ')}] was taken`);
    });
  },
};
