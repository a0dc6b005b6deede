import type { AlignmentProblem, AlignmentSolution, ProblemInput } from '@rubato/core';
import { densify, normaliseProblem } from '@rubato/core';
import { prepareLocalCost } from '@rubato/costs';
import type { Draw } from '../arbitraries/draw.ts';
import type { SolveRequest } from '@rubato/core';
import { inputOf } from './problem-input.ts';

/** What a value may be differentiated by. */
export type MovementKind =
  | 'cost'
  | 'inputs'
  | 'stepWeights'
  | 'stepPenalties'
  | 'temperature'
  | 'startMultiplier'
  | 'startPenalty'
  | 'endMultiplier'
  | 'endPenalty';

export const movementKinds: readonly MovementKind[] = [
  'cost',
  'inputs',
  'stepWeights',
  'stepPenalties',
  'temperature',
  'startMultiplier',
  'startPenalty',
  'endMultiplier',
  'endPenalty',
];

/** A direction in which a problem can be moved. */
export interface Movement {
  /** What must be asked to know the derivative along it. */
  readonly request: SolveRequest;
  /** Moved by t·direction, in float64. */
  readonly at: (t: number) => AlignmentProblem;
  /** The derivative along the direction, read from a solution of the request. */
  readonly derivative: (solution: AlignmentSolution) => number;
  /** How much one edge cost moves per unit of t, at most; for γ itself, 1. */
  readonly speed: number;
  /** The largest |t| that leaves the domain intact. */
  readonly reach: number;
  /** How many numbers move. */
  readonly count: number;
}

function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) if (right[k] !== 0) sum += left[k] * right[k];
  return sum;
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) if (Number.isFinite(values[k])) most = Math.max(most, Math.abs(values[k]));
  return most;
}

/** A random direction on the entries that may move, 0 on the others: infinities stay, and weights of 0 are the least allowed. */
function directionOn(values: ArrayLike<number>, draw: Draw, mayMove: (value: number, k: number) => boolean): Float64Array {
  return Float64Array.from({ length: values.length }, (_, k) => {
    const step = draw.real(-1, 1);
    return Number.isFinite(values[k]) && mayMove(values[k], k) ? step : 0;
  });
}

function moved(values: ArrayLike<number>, direction: Float64Array, t: number): Float64Array {
  return Float64Array.from({ length: values.length }, (_, k) => (direction[k] === 0 ? values[k] : values[k] + t * direction[k]));
}

/** The largest t that changes no weight by more than a tenth of itself. */
function positiveReach(values: ArrayLike<number>, direction: Float64Array): number {
  let reach = Infinity;
  for (let k = 0; k < values.length; k++)
    if (direction[k] !== 0) reach = Math.min(reach, (0.1 * Math.abs(values[k])) / Math.abs(direction[k]));
  return reach;
}

/** The problem as float64 numbers: what finite differences are taken of. */
export function inDouble(problem: AlignmentProblem): AlignmentProblem {
  return normaliseProblem({ ...inputOf(problem), precision: 'float64' });
}

/**
 * A random direction of one kind, or undefined where the problem has nothing of that kind that can move.
 *
 * @param problem a normalised problem
 * @param kind what moves
 * @param draw where the direction's numbers come from
 */
export function movement(problem: AlignmentProblem, kind: MovementKind, draw: Draw): Movement | undefined {
  const base = inputOf(problem);
  const make = (
    request: SolveRequest,
    direction: Float64Array,
    speed: number,
    reach: number,
    change: (t: number) => Partial<ProblemInput>,
    derivative: Movement['derivative'],
  ): Movement | undefined => {
    const count = direction.filter((value) => value !== 0).length;
    if (count === 0) return undefined;
    const at = (t: number): AlignmentProblem => normaliseProblem({ ...base, precision: 'float64', ...change(t) });
    return { request, at, derivative, speed, reach, count };
  };
  const multipliers = Math.max(largest(problem.start.multiplier.data), largest(problem.end.multiplier.data));
  const weights = Math.max(1, largest(problem.stepWeights.data), multipliers);

  switch (kind) {
    case 'cost': {
      // Any kind of cost may be moved as a matrix; only a dense one shows H at the same places.
      const { data, shape } = densify(problem);
      const direction = directionOn(data, draw, () => true);
      return make(
        { gradient: true },
        direction,
        weights,
        Infinity,
        (t) => ({ cost: { kind: 'dense', data: moved(data, direction, t), shape } }),
        ({ gradient }) => dotLattice(gradient!, direction),
      );
    }
    case 'inputs':
      return moveInputs(problem, draw, weights, make);
    case 'stepWeights':
    case 'stepPenalties': {
      const table = problem[kind];
      const name = kind === 'stepWeights' ? 'stepWeightGradient' : 'stepPenaltyGradient';
      const direction = directionOn(table.data, draw, (value) => kind === 'stepPenalties' || value > 0);
      const speed = kind === 'stepPenalties' ? 1 : largest(densify(problem).data);
      const reach = kind === 'stepPenalties' ? Infinity : positiveReach(table.data, direction);
      return make(
        { [name]: 'table' },
        direction,
        speed,
        reach,
        (t) => ({ [kind]: { data: moved(table.data, direction, t), shape: table.shape } }),
        (solution) => dot(solution[name]!.data, direction),
      );
    }
    case 'temperature': {
      const direction = directionOn(problem.temperature, draw, () => true);
      return make(
        { temperatureGradient: true },
        direction,
        1,
        Infinity,
        (t) => ({ temperature: moved(problem.temperature, direction, t) }),
        ({ temperatureGradient }) => dot(temperatureGradient!, direction),
      );
    }
    default: {
      const role = kind.startsWith('start') ? 'start' : 'end';
      const part = kind.endsWith('Multiplier') ? 'multiplier' : 'penalty';
      const table = problem[role][part];
      const direction = directionOn(table.data, draw, (value) => part === 'penalty' || value > 0);
      const speed = part === 'penalty' ? 1 : largest(densify(problem).data);
      const reach = part === 'penalty' ? Infinity : positiveReach(table.data, direction);
      const change = (t: number): Partial<ProblemInput> => ({
        [role]: { ...(base[role] as object), [part]: { data: moved(table.data, direction, t), shape: table.shape } },
      });
      return make({ boundaryGradient: true }, direction, speed, reach, change, ({ boundaryGradient }) => {
        const gradient = boundaryGradient![kind];
        let sum = 0;
        for (let b = 0; b < problem.batch; b++) {
          for (let k = 0; k < gradient.shape[1]; k++) {
            const position = b * table.strides[0] + k * table.strides[1];
            if (k < table.shape[1] || table.shape[1] === 1)
              sum += direction[position] === 0 ? 0 : gradient.data[b * gradient.shape[1] + k] * direction[position];
          }
        }
        return sum;
      });
    }
  }
}

/** ⟨array, direction⟩ of a lattice array, banded or not, with a dense direction. */
function dotLattice({ data, band, shape }: NonNullable<AlignmentSolution['gradient']>, direction: Float64Array): number {
  if (band === undefined) return dot(data, direction);
  let sum = 0;
  for (let row = 0; row < shape[0] * shape[1]; row++) {
    for (let m = band.first[row]; m <= band.last[row]; m++) {
      const step = direction[row * shape[2] + m];
      if (step !== 0) sum += data[band.offset[row] + m - band.first[row]] * step;
    }
  }
  return sum;
}

type Make = (
  request: SolveRequest,
  direction: Float64Array,
  speed: number,
  reach: number,
  change: (t: number) => Partial<ProblemInput>,
  derivative: Movement['derivative'],
) => Movement | undefined;

/** Moves the cost's own arrays: packed values, posteriors, features. */
function moveInputs(problem: AlignmentProblem, draw: Draw, weights: number, make: Make): Movement | undefined {
  const { cost } = problem;
  const request = { inputGradient: true };
  switch (cost.kind) {
    case 'dense':
    case 'banded': {
      const direction = directionOn(cost.data, draw, () => true);
      return make(
        request,
        direction,
        weights,
        Infinity,
        (t) => ({ cost: { ...cost, data: moved(cost.data, direction, t) } }),
        ({ inputGradient }) => dot((inputGradient as { data: Float64Array }).data, direction),
      );
    }
    case 'gathered': {
      const direction = directionOn(cost.values, draw, () => true);
      return make(
        request,
        direction,
        weights,
        Infinity,
        (t) => ({ cost: { ...cost, values: moved(cost.values, direction, t) } }),
        ({ inputGradient }) => dot((inputGradient as { values: Float64Array }).values, direction),
      );
    }
    case 'features': {
      const D = cost.dimension;
      const prepared = prepareLocalCost(cost.localCost, D);
      // Strictly inside the domain, and no exact 0: targets of 0 are a case of their own.
      const inside =
        (sequence: 'x' | 'y') =>
        (value: number, k: number): boolean => {
          const { least, most } = prepared.domain(sequence, k % D);
          return value !== 0 && value > least && value < most && value - 1e-3 > least && value + 1e-3 < most;
        };
      const [x, y] = [directionOn(cost.x, draw, inside('x')), directionOn(cost.y, draw, inside('y'))];
      const at = (t: number): Partial<ProblemInput> => ({ cost: { ...cost, x: moved(cost.x, x, t), y: moved(cost.y, y, t) } });
      const direction = Float64Array.of(...x, ...y);
      const probe = 1e-6;
      const rates = ratesOfChange(
        densify(problem).data,
        densify(normaliseProblem({ ...inputOf(problem), precision: 'float64', ...at(probe) })).data,
        probe,
      );
      return make(request, direction, weights * Math.max(1e-3, rates), 1e-3, at, ({ inputGradient }) => {
        const gradient = inputGradient as { x: Float64Array; y: Float64Array };
        return dot(gradient.x, x) + dot(gradient.y, y);
      });
    }
    case 'device':
      return undefined;
  }
}

function ratesOfChange(before: ArrayLike<number>, after: ArrayLike<number>, t: number): number {
  let most = 0;
  for (let k = 0; k < before.length; k++) if (Number.isFinite(before[k])) most = Math.max(most, Math.abs(after[k] - before[k]) / t);
  return most;
}
