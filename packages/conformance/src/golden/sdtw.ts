import type { AlignmentSolution, ProblemInput, SolveRequest } from '@rubato/core';
import { toDense } from '@rubato/core';
import { prepareLocalCost } from '@rubato/costs';
import type { FloatArray } from '@rubato/costs';
import type { Json } from './decode.ts';
import { decodeNumber, decodeNumbers, inPrecision, shapeOf } from './decode.ts';
import type { GoldenCase, GoldenComparison, GoldenOptions, GoldenSolve } from './golden-case.ts';
import type { GoldenQuantity } from './golden-tolerances.ts';
import { goldenTolerance } from './golden-tolerances.ts';

const steps = [
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

interface Sequence {
  readonly data: FloatArray;
  readonly length: number;
}

/** The cost matrix of two sequences, in float64. */
function costMatrix(name: string, x: Sequence, y: Sequence, D: number): Float64Array {
  const prepared = prepareLocalCost({ name }, D);
  const matrix = new Float64Array(x.length * y.length);
  for (let n = 0; n < x.length; n++) prepared.row(x.data, n * D, y.data, 0, y.length, matrix, n * y.length);
  return matrix;
}

/** A gradient by the cost matrix, carried back to both sequences. */
function pullBack(name: string, x: Sequence, y: Sequence, D: number, upstream: ArrayLike<number>): readonly [Float64Array, Float64Array] {
  const prepared = prepareLocalCost({ name }, D);
  const [gradientX, gradientY] = [new Float64Array(x.length * D), new Float64Array(y.length * D)];
  const rows = Float64Array.from(upstream);
  for (let n = 0; n < x.length; n++)
    prepared.pullback(x.data, n * D, y.data, 0, y.length, rows, n * y.length, gradientX, n * D, gradientY, 0);
  return [gradientX, gradientY];
}

function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) sum += left[k] * right[k];
  return sum;
}

/** Soft-DTW, sharp soft-DTW and mean cost of two sequences, with gradients: what divergences are made of. */
interface PairValues {
  readonly value: number;
  readonly gradients: readonly [ArrayLike<number>, ArrayLike<number>];
  readonly sharp: number;
  readonly sharpGradients: readonly [ArrayLike<number>, ArrayLike<number>];
  readonly mean: number;
  readonly meanGradients: readonly [ArrayLike<number>, ArrayLike<number>];
}

/** Solves for one pair: features with gradients; the matrix along itself, for the sharp gradient; zeros, for all paths alike. */
function pairSolves(x: Sequence, y: Sequence, D: number, temperature: number, precision: GoldenOptions['precision']): GoldenSolve[] {
  const name = 'halfSquaredEuclidean';
  const matrix = costMatrix(name, x, y, D);
  const shape = [x.length, y.length] as const;
  const features: ProblemInput = {
    cost: { kind: 'features', x: x.data, y: y.data, shape, dimension: D, localCost: { name } },
    steps,
    temperature,
  };
  const dense = (data: FloatArray, request: SolveRequest): GoldenSolve => ({
    input: { cost: { kind: 'dense', data, shape }, steps, temperature },
    request,
  });
  return [
    { input: features, request: { inputGradient: true, temperatureGradient: true, softAlignment: true } },
    dense(inPrecision(matrix, precision), { gradient: true, hessianProduct: { along: 'cost', direction: matrix } }),
    dense(inPrecision(new Float64Array(matrix.length), precision), { softAlignment: true }),
  ];
}

function pairValues(
  x: Sequence,
  y: Sequence,
  D: number,
  temperature: number,
  [plain, along, all]: readonly AlignmentSolution[],
): PairValues {
  const name = 'halfSquaredEuclidean';
  const matrix = costMatrix(name, x, y, D);
  const input = plain.inputGradient as Extract<AlignmentSolution['inputGradient'], { kind: 'features' }>;
  // <E, C> = value - γ·∂value/∂γ, and its gradient by C is E + (∇²value)·C.
  const sharpByCost = toDense(along.gradient!).map((share: number, k: number) => share + toDense(along.hessianProduct!)[k]);
  const uniform = toDense(all.softAlignment!);
  return {
    value: plain.values[0],
    gradients: [input.x, input.y],
    sharp: plain.values[0] - temperature * plain.temperatureGradient![0],
    sharpGradients: pullBack(name, x, y, D, sharpByCost),
    mean: dot(uniform, matrix),
    meanGradients: pullBack(name, x, y, D, uniform),
  };
}

/** A case of `sdtw.json`: values and gradients under both conventions, sharp and mean costs, and the three divergences. */
export function sdtwCase(json: Json, { precision }: GoldenOptions): GoldenCase {
  const temperature = decodeNumber(json['gamma']);
  const [N, D] = shapeOf(json['X']);
  const [M] = shapeOf(json['Y']);
  const x: Sequence = { data: inPrecision(decodeNumbers(json['X']), precision), length: N };
  const y: Sequence = { data: inPrecision(decodeNumbers(json['Y']), precision), length: M };
  const half = json['half_sqeuclidean'] as Json;
  const full = json['sqeuclidean'] as Json;
  const divergences = json['divergences'] as Readonly<Record<string, Json>>;
  const direction = decodeNumbers(half['Z']);
  const squared: ProblemInput = {
    cost: { kind: 'features', x: x.data, y: y.data, shape: [N, M], dimension: D, localCost: { name: 'squaredEuclidean' } },
    steps,
    temperature,
  };
  const halved: ProblemInput = {
    ...squared,
    cost: { kind: 'features', x: x.data, y: y.data, shape: [N, M], dimension: D, localCost: { name: 'halfSquaredEuclidean' } },
  };
  const pairs = [
    [x, y],
    [x, x],
    [y, y],
  ] as const;
  return {
    file: 'sdtw',
    id: String(json['id']),
    tag: String(json['tag']),
    solves: [
      { input: squared, request: { softAlignment: true, inputGradient: true } },
      { input: halved, request: { hessianProduct: { along: 'cost', direction } } },
      ...pairs.flatMap(([left, right]) => pairSolves(left, right, D, temperature, precision)),
    ],
    compare: ([first, second, ...rest]: readonly AlignmentSolution[]): GoldenComparison[] => {
      const list: GoldenComparison[] = [];
      const add = (quantity: string, rule: GoldenQuantity, actual: ArrayLike<number>, expected: unknown): void =>
        void list.push({
          quantity,
          actual,
          expected: decodeNumbers(expected),
          tolerance: goldenTolerance('sdtw', rule, precision, { temperature }),
        });
      const [cross, left, right] = pairs.map(([a, b], p) => pairValues(a, b, D, temperature, rest.slice(3 * p, 3 * p + 3)));
      const squaredInput = first.inputGradient as Extract<AlignmentSolution['inputGradient'], { kind: 'features' }>;
      add('sqeuclidean.value', 'value', first.values, full['value']);
      add('sqeuclidean.E', 'derivative', toDense(first.softAlignment!), full['E']);
      add('sqeuclidean.grad_X', 'derivative', squaredInput.x, full['grad_X']);
      add('sqeuclidean.grad_Y', 'derivative', squaredInput.y, full['grad_Y']);
      const E = toDense(rest[0].softAlignment!);
      add('half_sqeuclidean.value', 'value', [cross.value], half['value']);
      add('half_sqeuclidean.E', 'derivative', E, half['E']);
      add('half_sqeuclidean.grad_X', 'derivative', cross.gradients[0], half['grad_X']);
      add('half_sqeuclidean.grad_Y', 'derivative', cross.gradients[1], half['grad_Y']);
      add('half_sqeuclidean.directional_derivative', 'derivative', [dot(E, direction)], half['directional_derivative']);
      add('half_sqeuclidean.HZ', 'hessian', toDense(second.hessianProduct!), half['HZ']);
      add('half_sqeuclidean.sharp_value', 'value', [cross.sharp], half['sharp_value']);
      add('half_sqeuclidean.sharp_grad_X', 'derivative', cross.sharpGradients[0], half['sharp_grad_X']);
      add('half_sqeuclidean.sharp_grad_Y', 'derivative', cross.sharpGradients[1], half['sharp_grad_Y']);
      add('half_sqeuclidean.entropy', 'value', [-rest[0].temperatureGradient![0]], half['entropy']);
      add('half_sqeuclidean.mean_cost', 'value', [cross.mean], half['mean_cost']);
      // A divergence is f(X,Y) - f(X,X)/2 - f(Y,Y)/2; X stands on both sides of f(X,X).
      const diverge = (
        value: 'value' | 'sharp' | 'mean',
        gradients: 'gradients' | 'sharpGradients' | 'meanGradients',
        quantity: string,
      ): void => {
        const expected = divergences[quantity];
        const own = (pair: PairValues, k: number): number => (pair[gradients][0][k] + pair[gradients][1][k]) / 2;
        add(`${quantity}.value`, 'divergence', [cross[value] - left[value] / 2 - right[value] / 2], expected['value']);
        add(
          `${quantity}.grad_X`,
          'derivative',
          Array.from(cross[gradients][0], (entry, k) => entry - own(left, k)),
          expected['grad_X'],
        );
        add(
          `${quantity}.grad_Y`,
          'derivative',
          Array.from(cross[gradients][1], (entry, k) => entry - own(right, k)),
          expected['grad_Y'],
        );
      };
      diverge('value', 'gradients', 'divergence');
      diverge('sharp', 'sharpGradients', 'sharp_divergence');
      diverge('mean', 'meanGradients', 'mean_cost_divergence');
      return list;
    },
  };
}
