import { modifiedTargets, rowNormalisedAlignment } from '@rubato/analysis';
import type { Step } from 'rubato';
import { normaliseProblem, toDense } from 'rubato';
import type { Comparison, Json, MethodCase } from './comparison.ts';
import { toNumber, toNumbers } from './comparison.ts';

const localCosts: Readonly<Record<string, string>> = { MSE: 'halfSquaredEuclidean', BCE: 'binaryCrossEntropy' };

/** A case of `modified_targets.json`: H, h, its normalised rows and Y_mod, and the network's gradient by them and by the solve. */
export const modifiedTargetsCase: MethodCase = async (json, backend, precision) => {
  const [X, Y] = [json['X'], json['Y']] as number[][][];
  const dimension = X[0].length;
  const Numbers = precision === 'float32' ? Float32Array : Float64Array;
  const sides = { x: Numbers.from(X.flat()), y: Numbers.from(Y.flat()) };
  const localCost = { name: localCosts[String(json['cost_function'])] };
  const problem = normaliseProblem({
    cost: { kind: 'features', ...sides, shape: [X.length, Y.length], dimension, localCost },
    steps: json['step_sizes'] as Step[],
    stepWeights: json['step_weights'] as number[],
    temperature: toNumber(json['gamma']),
  });
  const request = { gradient: true, inputGradient: true } as const;
  const support = backend.supports(problem, request);
  if (!support.supported) return support.reason;
  const solution = await backend.solve(problem, request);
  const { targets, weights, equivalence } = modifiedTargets(problem, solution);
  if (equivalence.kind !== 'exact') return equivalence.reason;
  const byFeatures = solution.inputGradient;
  if (byFeatures?.kind !== 'features') throw new TypeError('a solve of features has a gradient by features');
  // "H, h, Y_mod atol 1e-9; grad_X rtol 1e-9"; "H, Y_mod atol 1e-4; grad_X rtol 1e-3".
  const double = precision === 'float64';
  const near = (quantity: string, actual: ArrayLike<number>): Comparison => {
    return { quantity, actual, expected: toNumbers(json[quantity]), absolute: double ? 1e-9 : 1e-4, relative: 0 };
  };
  const gradient = (quantity: string, actual: ArrayLike<number>): Comparison => {
    return { quantity, actual, expected: toNumbers(json['grad_X']), absolute: 0, relative: double ? 1e-9 : 1e-3 };
  };
  return [
    near('H', toDense(solution.gradient!)),
    near('h', weights.data),
    near('H_row_normalised', toDense(rowNormalisedAlignment(problem, solution).weights)),
    near('Y_mod', targets.data),
    gradient('grad_X of the element-wise loss', elementWiseGradient(json, sides.x, weights.data, targets.data, dimension)),
    gradient('grad_X of the solve', byFeatures.x),
  ];
};

/** Equations (14) and (17) of the paper: the gradient of the element-wise loss with modified targets. */
function elementWiseGradient(
  json: Json,
  x: ArrayLike<number>,
  weights: ArrayLike<number>,
  targets: ArrayLike<number>,
  dimension: number,
): Float64Array {
  const isSquared = json['cost_function'] === 'MSE';
  return Float64Array.from(x, (value, i) => {
    const [weight, target] = [weights[Math.floor(i / dimension)], targets[i]];
    return weight * (isSquared ? value - target : (1 - target) / (1 - value) - target / value);
  });
}
