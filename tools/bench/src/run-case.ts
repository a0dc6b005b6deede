import { openCpu } from '@rubato/backend-cpu';
import type { AlignmentProblem } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import type { BenchCase } from './cases.ts';
import { makeProblem } from './cases.ts';
import type { Contender, Timing } from './measure.ts';
import { measure } from './measure.ts';
import { TextbookSoftDtw } from './textbook.ts';

/** What a case came to: nanoseconds a cell, and how many times faster than the peer on the same work. */
export interface CaseResult {
  readonly name: string;
  readonly cells: number;
  readonly timings: readonly (Timing & { readonly nanosecondsPerCell: number })[];
  /** Median of the peer over median of ours, forward and backward together; absent where no peer does the same work. */
  readonly ratio?: number;
}

const PEER = 'textbook soft-DTW, forward + backward';
const OURS = 'cpu, forward + backward';

/** Measures one case; on soft-DTW the answers are compared first, so that both do the same work. */
export function runCase(benchCase: BenchCase, rounds: number, seed: number): CaseResult {
  const problem = normaliseProblem(makeProblem(benchCase, seed));
  const backend = openCpu();
  const contenders: Contender[] =
    benchCase.kind === 'dtw'
      ? [{ name: 'cpu, path', run: () => void backend.solveSync(problem, { path: true }) }]
      : [
          { name: 'cpu, forward', run: () => void backend.solveSync(problem, {}) },
          { name: OURS, run: () => void backend.solveSync(problem, { gradient: true }) },
        ];
  if (benchCase.kind === 'soft-dtw') contenders.push(textbook(problem));
  const cells = problem.batch * problem.rows * problem.columns;
  const timings = measure(contenders, rounds).map((timing) => ({ ...timing, nanosecondsPerCell: (timing.median * 1e6) / cells }));
  const peer = timings.find(({ name }) => name === PEER);
  const ours = timings.find(({ name }) => name === OURS);
  return { name: benchCase.name, cells, timings, ...(peer && ours ? { ratio: peer.median / ours.median } : {}) };
}

/** The textbook peer on the same costs; refuses to run if its answer is another. */
function textbook(problem: AlignmentProblem): Contender {
  if (problem.cost.kind !== 'dense') throw new TypeError('the textbook peer takes a dense cost');
  const { data } = problem.cost;
  const { batch, rows, columns } = problem;
  const solver = new TextbookSoftDtw(rows, columns);
  const gradient = new Float64Array(data.length);
  const run = (): number => {
    let value = 0;
    for (let b = 0; b < batch; b++) {
      value = solver.forward(data, b * rows * columns, problem.temperature[b]);
      solver.backward(data, b * rows * columns, problem.temperature[b], gradient, b * rows * columns);
    }
    return value;
  };
  const last = run();
  const ours = openCpu().solveSync(problem, { gradient: true });
  const difference = gradient.reduce((most, value, index) => Math.max(most, Math.abs(value - ours.gradient!.data[index])), 0);
  if (!(Math.abs(last - ours.values[batch - 1]) <= 1e-5 * Math.abs(last)) || !(difference <= 1e-5)) {
    throw new Error(`the peer's answer differs: value ${last} and ${ours.values[batch - 1]}, gradient by ${difference}`);
  }
  return { name: PEER, run: () => void run() };
}
