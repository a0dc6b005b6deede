import type { WarpProblem } from '@rubato/gdtw';
import { createSignal, createWarpProblem, solveWarp, warpGradient, warpObjective } from '@rubato/gdtw';
import type { Comparison, Json, MethodCase } from './comparison.ts';
import { exactly, toNumber, toNumbers } from './comparison.ts';

/** The golden file's slopes are shares of the expected slope, ours are in the caller's units. */
function toProblem(json: Json): WarpProblem {
  const knots = (json['warp_times'] as unknown[]).length;
  const expectedSlope = toNumber(json['expected_slope']);
  return createWarpProblem({
    x: createSignal(json['x'] as number[][], { times: toNumbers(json['tx']) }),
    y: createSignal(json['y'] as number[][], { times: toNumbers(json['ty']) }),
    lambda: toNumber(json['lambda']),
    knots: knots === (json['ty'] as unknown[]).length ? 'observations' : knots,
    subsequence: json['subsequence'] === true,
    expectedSlope,
    slopes: { upper: toNumbers(json['slope_upper']).map((share) => share * expectedSlope) },
    band: { kind: 'ranges', lower: toNumbers(json['band_lower']), upper: toNumbers(json['band_upper']) },
  });
}

/**
 * A case of `gdtw.json`: the objective at the given warp, a warp of our own that is no worse and stationary, and at regular warps every
 * vector-Jacobian product. Warps are float64 and need no backend, so that backend and precision change nothing.
 */
export const gdtwCase: MethodCase = (json) => {
  const problem = toProblem(json);
  const phi = toNumbers(json['phi']);
  const objective = toNumber(json['objective']);
  const solved = solveWarp(problem);
  const comparisons: Comparison[] = [
    { quantity: 'objective', actual: [warpObjective(problem, phi).value], expected: [objective], absolute: 0, relative: 1e-12 },
    {
      quantity: 'objective above the golden one',
      actual: [Math.max(0, solved.objective - objective)],
      expected: [0],
      absolute: 1e-12 * (1 + objective),
      relative: 0,
    },
    { quantity: 'kktResidual', actual: [solved.kktResidual], expected: [0], absolute: 1e-9, relative: 0 },
  ];
  if (json['regular'] === true) comparisons.push(...products(json, problem, phi));
  return Promise.resolve(comparisons);
};

function products(json: Json, problem: WarpProblem, phi: readonly number[]): Comparison[] {
  const vjp = json['vjp'] as Json;
  const gradient = warpGradient(problem, phi, toNumbers(json['v']));
  const expectedSlope = toNumber(json['expected_slope']);
  const actual: Readonly<Record<string, ArrayLike<number>>> = {
    x: gradient.x,
    y: gradient.y,
    lambda: [gradient.lambda.reduce((sum, value) => sum + value, 0)],
    band_lower: gradient.band.lower,
    band_upper: gradient.band.upper,
    slope_upper: gradient.slopes.upper.map((value) => value * expectedSlope),
  };
  const compared = Object.entries(actual).map(([name, values]) => ({
    quantity: `vjp.${name}`,
    actual: values,
    expected: toNumbers(vjp[name]),
    // Where nothing but rounding is expected, as by y of a warp that its bounds hold.
    absolute: 1e-12,
    relative: 1e-6,
  }));
  return [exactly('regular', [Number(gradient.regular)], [1]), ...compared];
}
