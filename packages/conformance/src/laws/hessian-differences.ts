import type { AlignmentSolution, HessianDirection } from '@rubato/core';
import { densify, normaliseProblem, toDense } from '@rubato/core';
import fc from 'fast-check';
import type { ProblemCase } from '../arbitraries/problem-case.ts';
import { problemCases } from '../arbitraries/problem-case.ts';
import { differences } from '../oracles/differences.ts';
import { expectation } from '../oracles/expectation.ts';
import { inDouble } from '../oracles/movements.ts';
import { inputOf } from '../oracles/problem-input.ts';
import { unitRoundoff } from '../tolerances.ts';
import { stride } from './finite-differences.ts';
import type { Law } from './law.ts';
import { LawSkipped } from './law.ts';
import { plainProblem } from '../support/probe.ts';

export const hessianDifferences: Law = {
  number: 2,
  name: 'differences of gradients',
  sentence: 'Hessian products are the differences of gradients, along the cost and along a penalty on cells, except on kinks.',
  async check(context) {
    const { backend, reference, capabilities } = context;
    const direction = new Float64Array(18);
    const able = capabilities.costKinds.some((kind) =>
      capabilities.minimums.some((minimum) =>
        capabilities.precisions.some(
          (precision) =>
            backend.supports(plainProblem(kind, minimum, precision), { hessianProduct: { along: 'cost', direction } }).supported,
        ),
      ),
    );
    if (!able) throw new LawSkipped('the backend supports no Hessian product');

    const drawn = problemCases(
      context.problems({ batch: [1, 2], temperaturePerItem: false, contents: ['plain', 'signed', 'holes', 'walls', 'walk'], whole: false }),
    );
    const arbitrary = drawn.filter(({ request }) => request.hessianProduct !== undefined);
    await context.forAll(arbitrary, async (problemCase) => {
      const { problem, request } = problemCase;
      const { along } = request.hessianProduct!;
      const asked = { hessianProduct: request.hessianProduct!, ...(request.upstream === undefined ? {} : { upstream: request.upstream }) };
      fc.pre(backend.supports(problem, asked).supported);
      const solution = await backend.solve(problem, asked);
      fc.pre(solution.values.some((value) => value !== Infinity));

      const double = inDouble(problem);
      const expected = expectation(double, asked, false);
      const speed = Math.max(...expected.conditions.map((own) => own.pathLength * own.weight * own.direction));
      const scale = expected.conditions[0].temperature ?? 1;
      const h = (stride(problem.minimum) * scale) / speed;
      const first = {
        [along === 'cost' ? 'gradient' : 'softAlignment']: true,
        ...(request.upstream === undefined ? {} : { upstream: request.upstream }),
      };
      const solver = problem.precision === 'float64' && backend.supports(moved(problemCase, 0), first).supported ? backend : reference;
      const at: AlignmentSolution[] = [];
      for (const t of [-h, -h / 2, 0, h / 2, h]) at.push(await solver.solve(moved(problemCase, t), first));
      const gradients = at.map((moment) => toDense((along === 'cost' ? moment.gradient : moment.softAlignment)!));

      const product = toDense(solution.hessianProduct!);
      const own = expectation(problem, asked, false);
      const perItem = product.length / problem.batch;
      const piecewise = problem.minimum === 'hardmin' || problem.minimum === 'sparsemin';
      for (let b = 0; b < problem.batch; b++) {
        const { growth, weight, upstream, pathLength, magnitude } = expected.conditions[b];
        const size = (upstream * weight * speed) / scale;
        const rounding = (16 * unitRoundoff.float64 * pathLength * growth * weight * upstream * (1 + magnitude / scale)) / h;
        const allowed = size * growth ** 2 * 2e-7 + rounding;
        for (let k = b * perItem; k < (b + 1) * perItem; k++) {
          const { derivative, discrepancy, jump } = differences(
            gradients.map((values) => values[k]) as [number, number, number, number, number],
            h,
          );
          if (piecewise && (discrepancy > allowed || jump > 10 * allowed)) fc.pre(false);
          const error = Math.abs(product[k] - derivative);
          const total = allowed + own.smoothToleranceOf('hessianProduct', b);
          if (!(error <= total)) {
            throw new Error(
              `hessianProduct by ${along} at position ${k} is ${product[k]}, differences ${derivative} (error ${error} of ${total})`,
            );
          }
        }
      }
      context.count(along);
      context.saw(...solution.values, ...product);
      context.tally.items += problem.batch;
    });
  },
};

/** The problem with its cost moved along the request's direction, or with a penalty on cells: one on all steps and starts into them. */
function moved({ problem, request }: ProblemCase, t: number): ProblemCase['problem'] {
  const { along, direction } = request.hessianProduct as HessianDirection;
  const base = inputOf(problem);
  const { batch, rows, columns, steps } = problem;
  if (along === 'cost') {
    const { data, shape } = densify(problem);
    const dense = Float64Array.from(data, (value, k) => (value === Infinity ? value : value + t * direction[k]));
    return normaliseProblem({ ...base, precision: 'float64', cost: { kind: 'dense', data: dense, shape } });
  }
  const S = steps.length;
  const table = new Float64Array(batch * rows * columns * S);
  for (let k = 0; k < table.length; k++) {
    const cell = Math.floor(k / S);
    const index = [Math.floor(cell / (rows * columns)), Math.floor(cell / columns) % rows, cell % columns, k % S];
    const position = problem.stepPenalties.strides.reduce((sum, step, axis) => sum + step * index[axis], 0);
    table[k] = problem.stepPenalties.data[position] + t * direction[cell];
  }
  return normaliseProblem({
    ...base,
    precision: 'float64',
    stepPenalties: { data: table, shape: [batch, rows, columns, S] },
    start: { ...(base.start as object), penalty: startPenalties(problem, direction, t) },
  });
}

/** Start penalties [B, K] with what the start cells are moved by. */
function startPenalties(
  problem: ProblemCase['problem'],
  direction: ArrayLike<number>,
  t: number,
): { readonly data: Float64Array; readonly shape: readonly [number, number] } {
  const { start, batch, rows, columns, rowLengths, columnLengths } = problem;
  const lists = Array.from({ length: batch }, (_, b) => (start.set === 'cells' ? start.offsets![b + 1] - start.offsets![b] : 0));
  const most = {
    corner: 1,
    firstRow: columns,
    lastRow: columns,
    firstColumn: rows,
    lastColumn: rows,
    cells: Math.max(...lists, start.multiplier.shape[1], start.penalty.shape[1]),
  }[start.set];
  const data = new Float64Array(batch * most);
  for (let b = 0; b < batch; b++) {
    const [height, width] = [rowLengths[b], columnLengths[b]];
    const count =
      height * width === 0
        ? 0
        : { corner: 1, firstRow: width, lastRow: width, firstColumn: height, lastColumn: height, cells: lists[b] }[start.set];
    for (let k = 0; k < count; k++) {
      const [n, m] = startCell(problem, b, k);
      data[b * most + k] =
        start.penalty.data[b * start.penalty.strides[0] + k * start.penalty.strides[1]] + t * direction[(b * rows + n) * columns + m];
    }
  }
  return { data, shape: [batch, most] };
}

function startCell({ start, rowLengths, columnLengths }: ProblemCase['problem'], b: number, k: number): readonly [number, number] {
  switch (start.set) {
    case 'corner':
      return [0, 0];
    case 'firstRow':
      return [0, k];
    case 'lastRow':
      return [rowLengths[b] - 1, k];
    case 'firstColumn':
      return [k, 0];
    case 'lastColumn':
      return [k, columnLengths[b] - 1];
    case 'cells':
      return [start.cells![2 * (start.offsets![b] + k)], start.cells![2 * (start.offsets![b] + k) + 1]];
  }
}
