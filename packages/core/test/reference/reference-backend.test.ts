import type { AlignmentProblem, AlignmentSolution, LatticeDag } from '@rubato/core';
import {
  bestPath,
  boundaryValue,
  dagHessianProduct,
  latticeToDag,
  normaliseProblem,
  openReference,
  referenceProvider,
  solveDag,
  tableIndex,
  toDense,
} from '@rubato/core';
import { minimumFunctions } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { denseProblem } from '../support/dense.ts';
import { randomProblem } from '../support/random-problem.ts';

/** ∂θ/∂C of each edge: its step weight or boundary multiplier. */
function multipliers(problem: AlignmentProblem, b: number, { edges }: LatticeDag): Float64Array {
  return Float64Array.from(edges, (edge) =>
    edge.kind === 'step'
      ? problem.stepWeights.data[tableIndex(problem.stepWeights, b, edge.row, edge.column, edge.step)]
      : boundaryValue(problem[edge.kind].multiplier, b, edge.candidate),
  );
}

/** Sums numbers on edges into the cells that the edges enter, or leave for the end. */
function perCell({ rows, columns }: AlignmentProblem, { edges }: LatticeDag, values: (e: number) => number): Float64Array {
  const cells = new Float64Array(rows * columns);
  edges.forEach((edge, e) => void (cells[edge.row * columns + edge.column] += values(e)));
  return cells;
}

const product = (a: number, b: number): number => (a === 0 ? 0 : a * b);

/** Item b of a dense answer. */
function item(
  problem: AlignmentProblem,
  solution: AlignmentSolution,
  name: 'gradient' | 'softAlignment' | 'hessianProduct',
  b: number,
): Float64Array {
  const size = problem.rows * problem.columns;
  return toDense(solution[name]!).slice(b * size, (b + 1) * size) as Float64Array;
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(actual[i] - expected[i]) <= 1e-9 * (1 + Math.abs(expected[i]))))
      expect.fail(`${what}[${i}] is ${actual[i]}, not ${expected[i]}`);
  }
}

describe('the reference solver', () => {
  it.each(Object.values(minimumFunctions))('$name: every answer is that of the graph', (minimum) => {
    let solved = 0;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = choose(seed);
        const problem = normaliseProblem({ ...randomProblem(random, 4), minimum: minimum.name, precision: 'float64' });
        const { batch, rows, columns, steps } = problem;
        const upstream = Float64Array.from({ length: batch }, () => 4 * random.unit() - 2);
        const direction = Float64Array.from({ length: batch * rows * columns }, () => 2 * random.unit() - 1);
        const along = random.pick(['cost', 'cellPenalty'] as const);
        const solution = openReference().solveSync(problem, {
          gradient: true,
          softAlignment: true,
          accumulatedCost: true,
          stepWeightGradient: 'full',
          edgeMarginals: true,
          temperatureGradient: true,
          boundaryGradient: true,
          path: true,
          hessianProduct: { along, direction },
          upstream,
        });
        for (let b = 0; b < batch; b++) {
          const lattice = latticeToDag(problem, b);
          const { dag, costs, edges, cellCosts } = lattice;
          const gamma = problem.temperature[b];
          const answer = solveDag(dag, costs, minimum, gamma);
          expect(solution.values[b]).toBe(answer.value);
          if (answer.value !== Infinity) solved++;
          const factors = multipliers(problem, b, lattice);
          const seeded = answer.edgeMarginals.map((marginal) => upstream[b] * marginal);
          expectClose(
            item(problem, solution, 'gradient', b),
            perCell(problem, lattice, (e) => product(seeded[e], factors[e])),
            'gradient',
          );
          const intoCells = perCell(problem, lattice, (e) => (edges[e].kind === 'end' ? 0 : seeded[e]));
          expectClose(item(problem, solution, 'softAlignment', b), intoCells, 'softAlignment');

          const full = new Float64Array(rows * columns * steps.length);
          const byWeight = full.slice();
          edges.forEach((edge, e) => {
            if (edge.kind !== 'step' || seeded[e] === 0) return;
            full[(edge.row * columns + edge.column) * steps.length + edge.step] = seeded[e];
            const head = dag.firstEdge.findLastIndex((first) => first <= e);
            byWeight[(edge.row * columns + edge.column) * steps.length + edge.step] = seeded[e] * cellCosts[head];
          });
          const part = (array: ArrayLike<number>): number[] => Array.from(array).slice(b * full.length, (b + 1) * full.length);
          expectClose(part(toDense(solution.edgeMarginals!)), full, 'edgeMarginals');
          const weightGradient = solution.stepWeightGradient!;
          expectClose(part('depth' in weightGradient ? toDense(weightGradient) : weightGradient.data), byWeight, 'stepWeightGradient');
          expectClose([solution.temperatureGradient![b]], [upstream[b] * answer.temperatureDerivative], 'temperatureGradient');

          for (const kind of ['start', 'end'] as const) {
            const penalty = solution.boundaryGradient![`${kind}Penalty`];
            const multiplier = solution.boundaryGradient![`${kind}Multiplier`];
            edges.forEach((edge, e) => {
              if (edge.kind !== kind) return;
              const at = b * penalty.shape[1] + edge.candidate;
              const cell = kind === 'start' ? dag.firstEdge.findLastIndex((first) => first <= e) : dag.tail[e];
              expectClose([penalty.data[at], multiplier.data[at]], [seeded[e], product(seeded[e], cellCosts[cell])], kind);
            });
          }

          const cellOf = (e: number): number => direction[(b * rows + edges[e].row) * columns + edges[e].column];
          const isCellPenalty = (e: number): boolean => along === 'cellPenalty' && edges[e].kind !== 'end';
          const moves = Float64Array.from(edges, (_, e) =>
            along === 'cost' ? product(cellOf(e), costs[e] === Infinity ? 0 : factors[e]) : isCellPenalty(e) ? cellOf(e) : 0,
          );
          const moved = dagHessianProduct(dag, costs, minimum, gamma, answer, moves);
          const expected = perCell(
            problem,
            lattice,
            (e) => upstream[b] * (along === 'cost' ? product(moved[e], factors[e]) : isCellPenalty(e) ? moved[e] : 0),
          );
          expectClose(item(problem, solution, 'hessianProduct', b), expected, 'hessianProduct');

          const best = bestPath(dag, costs);
          expect(solution.pathCosts![b]).toBe(best.cost);
          const cells = Array.from(best.edges)
            .filter((e) => edges[e].kind !== 'end')
            .flatMap((e) => [edges[e].row, edges[e].column]);
          expect([...solution.paths![b]]).toEqual(cells);
        }
      }),
      { numRuns: 250 },
    );
    expect(solved).toBeGreaterThan(150);
  });

  it('of 2 × 2 with unit steps, by hand', () => {
    // D = [1, 3; 4, 4 + softmin(1, 3, 4)].
    const problem = denseProblem([
      [1, 2],
      [3, 4],
    ]);
    const { values, accumulatedCost, softAlignment } = openReference().solveSync(problem, { accumulatedCost: true, softAlignment: true });
    const terms = [1, 3, 4].map((d) => Math.exp(-d));
    const total = terms[0] + terms[1] + terms[2];
    expect(values[0]).toBeCloseTo(4 - Math.log(total), 12);
    expectClose(accumulatedCost!.data, [1, 3, 4, 4 - Math.log(total)], 'D');
    expectClose(softAlignment!.data, [1, terms[1] / total, terms[2] / total, 1], 'E');
  });

  it('of hardmin takes the first of equal steps, a step before the start, and end cells in the given order', () => {
    const zeros = [
      [0, 0],
      [0, 0],
    ];
    const path = (rest: object): number[] => [
      ...openReference().solveSync(denseProblem(zeros, { minimum: 'hardmin', ...rest }), { path: true }).paths![0],
    ];
    expect(path({})).toEqual([0, 0, 0, 1, 1, 1]);
    expect(
      path({
        steps: [
          [0, 1],
          [1, 0],
          [1, 1],
        ],
      }),
    ).toEqual([0, 0, 1, 0, 1, 1]);
    expect(
      path({
        steps: [
          [1, 1],
          [0, 1],
          [1, 0],
        ],
      }),
    ).toEqual([0, 0, 1, 1]);
    expect(
      path({
        start: [
          [0, 0],
          [1, 1],
        ],
      }),
    ).toEqual([0, 0, 0, 1, 1, 1]);
    expect(
      path({
        end: [
          [0, 0],
          [1, 1],
        ],
      }),
    ).toEqual([0, 0]);
    expect(
      path({
        end: [
          [1, 1],
          [0, 0],
        ],
      }),
    ).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('of an item of length 0, and of one without a path: Infinity, gradients 0, an empty path', () => {
    const problem = denseProblem(
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [1, Infinity],
          [Infinity, 4],
        ],
      ],
      {
        rowLengths: [0, 2],
        steps: [
          [1, 0],
          [0, 1],
        ],
      },
    );
    const solution = openReference().solveSync(problem, { gradient: true, path: true, temperatureGradient: true, boundaryGradient: true });
    expect([...solution.values, ...solution.pathCosts!]).toEqual([Infinity, Infinity, Infinity, Infinity]);
    expect(solution.status.map(({ kind }) => kind)).toEqual(['infeasible', 'infeasible']);
    expect(solution.paths).toEqual([new Int32Array(), new Int32Array()]);
    expect([...solution.gradient!.data, ...solution.temperatureGradient!]).toEqual(new Array(10).fill(0));
  });

  it('of one row and of one column sums the costs', () => {
    const values = (rows: number[][]): number => openReference().solveSync(denseProblem(rows), {}).values[0];
    expect([values([[1, 2, 3]]), values([[1], [2], [3]]), values([[5]])]).toEqual([6, 6, 5]);
  });

  it('gives way inside an item, so that a signal can stop it', async () => {
    const side = 1200;
    const cost = { kind: 'dense', data: new Float64Array(side * side), shape: [side, side] } as const;
    const problem = normaliseProblem({
      cost,
      steps: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    });
    const controller = new AbortController();
    const reports: number[] = [];
    const work = openReference().solve(
      problem,
      { gradient: true },
      {
        signal: controller.signal,
        onProgress: ({ done, total }) => {
          reports.push(done / total);
          controller.abort('enough');
        },
      },
    );
    await expect(work).rejects.toBe('enough');
    expect(reports).toHaveLength(1);
    expect(reports[0]).toBeLessThan(0.5);
  });

  it('opens everywhere', async () => {
    const backend = await referenceProvider.open();
    expect([referenceProvider.name, backend.name]).toEqual(['reference', 'reference']);
  });
});
