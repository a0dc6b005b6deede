import type {
  AlignmentProblem,
  Backend,
  BandInput,
  BoundaryInput,
  Precision,
  ProblemInput,
  SolveRequest,
  Step,
  StepTableInput,
  Support,
} from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { localCosts } from '@rubato/costs';
import { broadcastShapes } from '../arbitraries/tables.ts';
import type { PlainCostKind } from './probe.ts';
import { builtInMinimums, costKinds, plainCost } from './probe.ts';

const B = 2;
const N = 3;
const M = 4;

/** The requests as the table lists them, those with several forms by form. */
export const supportRequests: Readonly<Record<string, SolveRequest>> = Object.freeze({
  value: {},
  gradient: { gradient: true },
  inputGradient: { inputGradient: true },
  softAlignment: { softAlignment: true },
  accumulatedCost: { accumulatedCost: true },
  'stepWeightGradient table': { stepWeightGradient: 'table' },
  'stepWeightGradient full': { stepWeightGradient: 'full' },
  'stepPenaltyGradient table': { stepPenaltyGradient: 'table' },
  'stepPenaltyGradient full': { stepPenaltyGradient: 'full' },
  temperatureGradient: { temperatureGradient: true },
  boundaryGradient: { boundaryGradient: true },
  edgeMarginals: { edgeMarginals: true },
  'marginals step': { marginals: [{ by: 'step' }] },
  'marginals row': { marginals: [{ by: 'row' }] },
  'marginals column': { marginals: [{ by: 'column' }] },
  'marginals group': { marginals: [{ by: 'group', groups: { data: Int32Array.of(0), shape: [1, 1, 1, 1] }, count: 1 }] },
  'marginals transition': { marginals: [{ by: 'transition', labels: new Int32Array(M), count: 1 }] },
  'hessianProduct cost': { hessianProduct: { along: 'cost', direction: new Float64Array(B * N * M) } },
  'hessianProduct cellPenalty': { hessianProduct: { along: 'cellPenalty', direction: new Float64Array(B * N * M) } },
  path: { path: true },
  upstream: { gradient: true, upstream: new Float64Array(B).fill(2) },
});

/** One structure, one request, one answer. */
export interface SupportCell {
  readonly precision: Precision;
  readonly costKind: PlainCostKind;
  readonly minimum: string;
  readonly request: string;
  /** Axes of the step weights. */
  readonly weights: string;
  readonly band: boolean;
  /** What else is not plain: `steps (2,3)`, `start cells`, `step penalties BNMS`. Empty in the cross product. */
  readonly extra: string;
  readonly support: Support;
}

/** A cell with the problem and the request that were asked about. */
export interface SupportQuestion extends SupportCell {
  readonly problem: AlignmentProblem;
  readonly requested: SolveRequest;
}

const dtwSteps: readonly Step[] = [
  [1, 0],
  [0, 1],
  [1, 1],
];

function table(axes: string, steps: number, first: number): StepTableInput {
  const sides = [B, N, M, steps].map((side, axis) => (axes.includes('BNMS'[axis]) ? side : 1)) as [number, number, number, number];
  return { data: Float64Array.from({ length: sides[0] * sides[1] * sides[2] * sides[3] }, (_, k) => first + (k % 5) / 4), shape: sides };
}

/** Structures beside the cross product, one thing at a time. */
const extras: Readonly<Record<string, Partial<ProblemInput>>> = {
  ...Object.fromEntries(
    (
      [
        [
          'ctc',
          [
            [1, 0],
            [1, 1],
            [1, 2],
          ],
        ],
        [
          '2-1',
          [
            [1, 1],
            [1, 2],
            [2, 1],
          ],
        ],
        [
          'two',
          [
            [1, 0],
            [1, 1],
          ],
        ],
        [
          'odd',
          [
            [2, 3],
            [0, 2],
            [1, 1],
            [1, 0],
          ],
        ],
      ] as const
    ).map(([name, steps]) => [`steps ${name}`, { steps }]),
  ),
  ...Object.fromEntries(broadcastShapes.map((axes) => [`step penalties ${axes}`, { stepPenalties: table(axes, 3, 0.25) }])),
  'step weights with Infinity': { stepWeights: { data: Float64Array.of(1, Infinity, 1), shape: [1, 1, 1, 3] } },
  ...Object.fromEntries((['firstRow', 'firstColumn'] as const).map((set) => [`start ${set}`, { start: set }])),
  ...Object.fromEntries((['lastRow', 'lastColumn'] as const).map((set) => [`end ${set}`, { end: set }])),
  'start cells': {
    start: [
      [0, 0],
      [1, 0],
    ],
  },
  'end cells': {
    end: [
      [-1, -1],
      [-1, -2],
    ],
  },
  'start multiplier': { start: { multiplier: 0.5 } satisfies BoundaryInput },
  'start penalty': { start: { set: 'firstRow', penalty: [0, 1, 2, 3] } },
  'end multiplier': { end: { multiplier: 0.5 } satisfies BoundaryInput },
  'end penalty': { end: { set: 'lastRow', penalty: [0, 1, 2, 3] } },
  'ragged lengths': { rowLengths: [3, 2], columnLengths: [4, 3] },
  'temperature per item': { temperature: [0.5, 2] },
};

const band: BandInput = { kind: 'sakoeChiba', radius: 1 };

/** Every local cost with parameters that it accepts without data of its own. */
function localCostInputs(precision: Precision): readonly (readonly [string, Partial<ProblemInput>])[] {
  return Object.keys(localCosts)
    .filter((name) => name !== 'weightedSum')
    .map((name) => {
      const D = 2;
      const half = (length: number): Float32Array | Float64Array =>
        (precision === 'float32' ? new Float32Array(length) : new Float64Array(length)).fill(0.5);
      const y = half(B * M * D).map((_, k) => (k % D === 0 ? 0 : 1));
      return [
        `local cost ${name}`,
        { cost: { kind: 'features', x: half(B * N * D), y, shape: [B, N, M], dimension: D, localCost: { name } } },
      ] as const;
    });
}

function* structures(precision: Precision): Generator<Omit<SupportQuestion, 'request' | 'support' | 'requested'>> {
  for (const costKind of costKinds) {
    for (const minimum of builtInMinimums) {
      const base: ProblemInput = { cost: plainCost(costKind, B, N, M, precision), steps: dtwSteps, minimum, precision };
      for (const weights of broadcastShapes) {
        for (const banded of [false, true]) {
          const problem = normaliseProblem({
            ...base,
            stepWeights: weights === '-' ? 1 : table(weights, 3, 0.5),
            ...(banded ? { band } : {}),
          });
          yield { precision, costKind, minimum, weights, band: banded, extra: '', problem };
        }
      }
      const more = costKind === 'features' ? localCostInputs(precision) : [];
      for (const [extra, change] of [...Object.entries(extras), ...more]) {
        yield { precision, costKind, minimum, weights: '-', band: false, extra, problem: normaliseProblem({ ...base, ...change }) };
      }
    }
  }
}

/**
 * Asks a backend about every structure: cost kind × minimum × request × broadcast shape of the weights × band, and beside this cross
 * product other structures one at a time. Sizes are fixed and small, since `supports` judges structure alone.
 */
export function* supportQuestions(backend: Backend): Generator<SupportQuestion> {
  for (const precision of backend.limits.precisions) {
    for (const structure of structures(precision)) {
      for (const [request, requested] of Object.entries(supportRequests)) {
        yield { ...structure, request, requested, support: backend.supports(structure.problem, requested) };
      }
    }
  }
}

/**
 * The support table of an opened backend: one row for each question, with yes or no and the reason.
 *
 * @param backend an opened backend
 * @returns rows in a fixed order: the same for every backend with the same precisions
 *
 * @example
 * ```ts
 * import { supportTable } from '@rubato/conformance';
 * import { openReference } from '@rubato/core';
 * supportTable(openReference()).every(({ support }) => support.supported); // → true
 * ```
 */
export function supportTable(backend: Backend): readonly SupportCell[] {
  return Array.from(supportQuestions(backend), ({ problem: _problem, requested: _requested, ...cell }) => cell);
}
