import type { AlignmentProblem, ProblemInput, SolveRequest } from '@rubato/core';
import {
  estimate,
  feasibility,
  InvalidArgumentError,
  MemoryLimitError,
  normaliseProblem,
  openReference,
  UnsupportedError,
} from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { Choose } from '../support/choose.ts';
import { choose } from '../support/choose.ts';
import { mutate } from '../support/mutate.ts';
import { randomProblem } from '../support/random-problem.ts';
import { randomRequest } from '../support/random-request.ts';

const RUNS = 100_000;
const seed = Number(process.env['RUBATO_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const backend = openReference({ maxBytes: 2 ** 27 });

/** The path of the first NaN in a value. */
function findNaN(value: unknown, place = 'solution'): string | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? place : undefined;
  if (ArrayBuffer.isView(value)) {
    const at = (value as Float64Array).findIndex((number) => Number.isNaN(number));
    return at < 0 ? undefined : `${place}[${at}]`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const found = findNaN(part, `${place}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isRefusal = (error: unknown): boolean =>
  error instanceof InvalidArgumentError || error instanceof UnsupportedError || error instanceof MemoryLimitError;

type Outcome = 'refused' | 'request refused' | 'solved' | 'infeasible';

function attempt(random: Choose): Outcome {
  const input = randomProblem(random, 4);
  const device = { kind: 'device', backend: 'webgpu', handle: {}, shape: [1, 2, 2], precision: 'float32' } as const;
  let problem: AlignmentProblem;
  try {
    problem = normaliseProblem(mutate<ProblemInput>(random, random.chance(0.03) ? { ...input, cost: device } : input));
  } catch (error) {
    if (isRefusal(error)) return 'refused';
    throw error;
  }
  // An accepted problem is plain data; a device's handle is its backend's own affair.
  if (problem.cost.kind !== 'device') structuredClone(problem);
  try {
    feasibility(problem, 'lengths');
    const items = feasibility(problem);
    const valid = randomRequest(random, problem);
    const request: SolveRequest = random.chance(0.3) ? mutate(random, valid) : valid;
    estimate(problem, request);
    const solution = backend.solveSync(problem, request);
    const place = findNaN(solution);
    if (place !== undefined) throw new Error(`NaN at ${place}`);
    items.forEach(({ feasible }, b) => {
      if (problem.precision === 'float64' && feasible !== (solution.values[b] !== Infinity))
        throw new Error(`item ${b}: feasible ${feasible}, value ${solution.values[b]}`);
    });
    return solution.values.some((value) => value !== Infinity) ? 'solved' : 'infeasible';
  } catch (error) {
    if (isRefusal(error)) return 'request refused';
    throw error;
  }
}

describe('normaliseProblem', () => {
  it(`${RUNS} malformed inputs: a typed refusal, or a solution without NaN (RUBATO_SEED=${seed})`, () => {
    const outcomes = { refused: 0, 'request refused': 0, solved: 0, infeasible: 0 };
    for (let run = 0; run < RUNS; run++) {
      try {
        outcomes[attempt(choose(seed + run))]++;
      } catch (error) {
        expect.fail(`RUBATO_SEED=${seed + run}: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
    // Neither is everything refused nor everything passed on.
    expect(outcomes.refused, JSON.stringify(outcomes)).toBeGreaterThan(0.3 * RUNS);
    expect(outcomes.solved, JSON.stringify(outcomes)).toBeGreaterThan(0.05 * RUNS);
    expect(outcomes['request refused'], JSON.stringify(outcomes)).toBeGreaterThan(0.02 * RUNS);
  });
});
