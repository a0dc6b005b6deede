import type { AlignmentProblem, BandInput, Parameterization } from '@rubato/core';
import { InvalidArgumentError, normaliseProblem } from '@rubato/core';
import type { LocalCostSpecification } from '@rubato/costs';
import { prepareLocalCost } from '@rubato/costs';
import { inWords, refuse } from './check.ts';
import type { ReadSequence } from './sequence.ts';

/** What aligning two sequences takes, whatever the minimum. */
export interface PairOptions {
  /** A local cost by name, or with parameters: see `localCosts`. Default `squaredEuclidean`. */
  readonly cost?: string | LocalCostSpecification;
  /** Which cells a path may use: for example `{ kind: 'sakoeChiba', radius: 10 }`. Default all. */
  readonly band?: BandInput;
}

/** The problem of aligning two sequences, rows a and columns b; errors name the caller's sequences. */
export function pairProblem(a: ReadSequence, b: ReadSequence, parameterization: Parameterization, options: PairOptions): AlignmentProblem {
  if (a.dimension !== b.dimension) {
    refuse(b.name, `a sequence of ${b.dimension} numbers an element`, `${a.dimension} like ${a.name}`);
  }
  const { cost = 'squaredEuclidean', band } = options;
  const localCost = readCost(cost, a.dimension);
  try {
    return normaliseProblem({
      ...parameterization,
      ...(band === undefined ? {} : { band }),
      cost: { kind: 'features', x: a.values, y: b.values, shape: [a.length, b.length], dimension: a.dimension, localCost },
    });
  } catch (error) {
    throw inCallersWords(error, a, b);
  }
}

function readCost(cost: unknown, dimension: number): LocalCostSpecification {
  const specification = (typeof cost === 'object' && cost !== null ? cost : { name: cost }) as LocalCostSpecification;
  try {
    prepareLocalCost(specification, dimension);
    return specification;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse('cost', `refused (${error.message})`, 'the name of a local cost, or its name and parameters');
  }
}

/** `cost.x[0, n, d]` is element n, d of the first sequence. */
function inCallersWords(error: unknown, a: ReadSequence, b: ReadSequence): unknown {
  if (!(error instanceof InvalidArgumentError) || error.index === undefined) return error;
  const sequence = error.argument === 'cost.x' ? a : error.argument === 'cost.y' ? b : undefined;
  if (sequence === undefined) return error;
  const [, n, d] = error.index;
  const found = d === undefined ? 'an element that cannot be used' : inWords(sequence.values[n * sequence.dimension + d]);
  const index = d === undefined || sequence.scalar ? [n] : [n, d];
  return new InvalidArgumentError({ argument: sequence.name, index, found, expected: error.expected });
}
