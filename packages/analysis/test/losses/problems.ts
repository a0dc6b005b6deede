import type { AlignmentProblem, Parameterization } from '@rubato/core';
import { createRandom, normaliseProblem } from '@rubato/core';
import { ctc, softDtw, subsequence, twoOneSoftDtw } from '@rubato/presets';

const random = createRandom(20_261_121);

/** Numbers from -scale to scale, the same at each run. */
export function numbers(size: number, scale = 1): Float64Array {
  return Float64Array.from({ length: size }, () => scale * (2 * random() - 1));
}

/** A problem and how to make it anew with other numbers in the arrays that gradients are taken by. */
export interface Example {
  readonly name: string;
  readonly inputs: readonly Float64Array[];
  make(inputs: readonly Float64Array[]): AlignmentProblem;
}

const [N, M, D] = [5, 4, 2];

function features(name: string, parameterization: Parameterization, more: object = {}): Example {
  return {
    name,
    inputs: [numbers(2 * N * D), numbers(2 * M * D)],
    make: ([x, y]) =>
      normaliseProblem({
        ...parameterization,
        cost: { kind: 'features', x, y, shape: [2, N, M], dimension: D, localCost: { name: 'squaredEuclidean' } },
        ...more,
      }),
  };
}

function dense(name: string, parameterization: Parameterization, more: object = {}): Example {
  return {
    name,
    inputs: [numbers(2 * N * M)],
    make: ([data]) => normaliseProblem({ ...parameterization, cost: { kind: 'dense', data, shape: [2, N, M] }, ...more }),
  };
}

const ragged = { rowLengths: [N, 3], columnLengths: [3, M] };
const steps = [
  [1, 0],
  [0, 1],
  [1, 1],
  [2, 1],
] as const;
const labels = ctc([[1, 2], [1]]);

/** Every kind of cost; equal weights and different ones; bands, penalties, several boundary cells, ragged batches. */
export const examples: readonly Example[] = [
  features('soft-DTW on features', softDtw({ temperature: 0.7 })),
  features(
    'soft-DTW on features, ragged and banded',
    { ...softDtw({ temperature: [0.5, 2] }), band: { kind: 'sakoeChiba', radius: 2 } },
    ragged,
  ),
  features('2-1-soft-DTW', twoOneSoftDtw({ temperature: 0.6 }), ragged),
  dense('one weight for all', { ...softDtw(), stepWeights: 2, start: { set: 'corner', multiplier: 2 } }),
  dense('subsequence with a weight at the start', {
    ...subsequence(softDtw()),
    start: { set: 'firstRow', multiplier: 0.5, penalty: [0, 0.1, 0.2, 0.3] },
  }),
  dense('weights and penalties of each step', { steps, stepWeights: [1, 0.5, 2, 3], stepPenalties: [0, 0.3, -0.2, 0.1] }, ragged),
  dense('weights of each cell', {
    steps,
    stepWeights: { data: numbers(N * M * 4).map((value) => (value > 0.8 ? Infinity : Math.abs(value))), shape: [1, N, M, 4] },
    stepPenalties: { data: numbers(2 * M), shape: [2, 1, M, 1] },
    band: { kind: 'sakoeChiba', radius: 2 },
  }),
  dense('end candidates with multipliers', {
    steps,
    end: {
      cells: [
        [-1, -1],
        [-1, -2],
        [-2, -1],
      ],
      multiplier: [0.5, 2, 0],
      penalty: [0, 0.4, 0.2],
    },
  }),
  {
    name: 'CTC on gathered costs',
    inputs: [numbers(2 * N * 3).map(Math.abs)],
    make: ([values]) =>
      normaliseProblem({
        ...labels,
        cost: { kind: 'gathered', values, shape: [2, N, labels.columnClasses!.length / 2], classes: 3, index: labels.columnClasses! },
        rowLengths: [5, 4],
      }),
  },
  {
    name: 'weights on a banded cost',
    inputs: [numbers(8)],
    make: ([data]) =>
      normaliseProblem({
        steps,
        stepWeights: [1, 2, 1.5, 1],
        cost: { kind: 'banded', data, shape: [3, 3], first: Int32Array.of(0, 0, 1), last: Int32Array.of(2, 2, 2) },
      }),
  },
  dense('sparsemin', { ...softDtw(), minimum: 'sparsemin', temperature: 3 }),
  dense('smoothmin with weights', { steps, minimum: 'smoothmin', stepWeights: [1, 1, 2, 1] }),
];
