import type { Backend, ProblemInput, SolveRequest } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';

/** Sides of the piece that is timed. */
const SIDE = 512;
const MOST_ROUNDS = 40;
const ENOUGH_MILLISECONDS = 200;

type FeaturesInput = Extract<ProblemInput['cost'], { kind: 'features' }>;

/**
 * Milliseconds for one cell, measured: solves the first corner of a problem a few times and takes the fastest round.
 *
 * @param input a problem of one item with a features cost; its band is left out
 */
export async function millisecondsPerCell(
  input: ProblemInput & { readonly cost: FeaturesInput },
  backend: Backend,
  request: SolveRequest,
  now: () => number,
): Promise<number> {
  const { cost } = input;
  const [rows, columns] = cost.shape.slice(-2).map((side) => Math.min(side, SIDE));
  const piece: FeaturesInput = {
    ...cost,
    x: cost.x.subarray(0, rows * cost.dimension),
    y: cost.y.subarray(0, columns * cost.dimension),
    shape: [rows, columns],
  };
  const { band: _band, ...unbanded } = input;
  const problem = normaliseProblem({ ...unbanded, cost: piece });
  const begun = now();
  let least = Infinity;
  for (let round = 0; round < MOST_ROUNDS && (round < 2 || now() - begun < ENOUGH_MILLISECONDS); round++) {
    const started = now();
    await backend.solve(problem, request);
    least = Math.min(least, now() - started);
  }
  return least / (rows * columns);
}
