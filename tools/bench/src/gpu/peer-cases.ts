import { openCpu } from '@rubato/backend-cpu';
import { normaliseProblem } from '@rubato/core';
import type { BenchCase } from '../cases/bench-case.ts';
import { DIMENSION } from '../cases/bench-case.ts';
import { makeInput } from '../cases/make-input.ts';

const softDtwCheck: BenchCase = { name: 'check', kind: 'soft-dtw', cost: 'dense', batch: 3, rows: 9, columns: 6 };
const ctcCheck: BenchCase = { name: 'check', kind: 'ctc', cost: 'gathered', batch: 3, rows: 12, columns: 9 };

/** What `python/gpu_peers.py` reads: the cases to measure, and a small problem of each kind with our answers, to be compared first. */
export function peerCases(cases: readonly BenchCase[]): object {
  return {
    cases: cases.map(({ name, kind, batch, rows, columns }) => ({ name, kind, batch, rows, columns, classes: DIMENSION })),
    check: { softDtw: softDtwProblem(), ctc: ctcProblem() },
  };
}

function softDtwProblem(): object {
  const { input } = makeInput(softDtwCheck, 1);
  if (input.cost.kind !== 'dense') throw new TypeError('the case has a matrix');
  const { values, gradient } = openCpu().solveSync(normaliseProblem(input), { gradient: true });
  const { batch, rows, columns } = softDtwCheck;
  return {
    batch,
    rows,
    columns,
    temperature: 1,
    cost: Array.from(input.cost.data),
    values: Array.from(values),
    gradient: Array.from(gradient!.data),
  };
}

function ctcProblem(): object {
  const { input, labels } = makeInput(ctcCheck, 1);
  if (input.cost.kind !== 'gathered') throw new TypeError('the case has values by class');
  const { values, inputGradient } = openCpu().solveSync(normaliseProblem(input), { inputGradient: true });
  if (inputGradient?.kind !== 'gathered') throw new TypeError('the gradient is by class');
  const { batch, rows } = ctcCheck;
  return {
    batch,
    rows,
    classes: DIMENSION,
    labels,
    costs: Array.from(input.cost.values),
    values: Array.from(values),
    gradient: Array.from(inputGradient.values),
  };
}
