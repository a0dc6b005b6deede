import type { AlignmentProblem, AlignmentSolution, Backend } from '@rubato/core';
import fc from 'fast-check';
import { Draw } from '../arbitraries/draw.ts';
import type { FeatureRecipe } from '../arbitraries/features.ts';
import type { ProblemCase } from '../arbitraries/problem-case.ts';
import { problemCases } from '../arbitraries/problem-case.ts';
import { differences } from '../oracles/differences.ts';
import type { Expectation } from '../oracles/expectation.ts';
import { expectation } from '../oracles/expectation.ts';
import type { Movement, MovementKind } from '../oracles/movements.ts';
import { inDouble, movement, movementKinds } from '../oracles/movements.ts';
import type { QuantityName } from '../tolerances.ts';
import { unitRoundoff } from '../tolerances.ts';
import type { Law } from './law.ts';

/** Local costs without kinks where the drawn features lie. */
const smoothFeatures: readonly FeatureRecipe[] = [
  'squaredEuclidean',
  'halfSquaredEuclidean',
  'euclidean',
  'cosine',
  'innerProduct',
  'likelihoodOfProbabilities',
  'likelihoodOfLogProbabilities',
  'likelihoodOfLogits',
  'crossEntropyOfProbabilities',
  'crossEntropyOfLogits',
  'multiLabelOfProbabilities',
  'multiLabelOfLogits',
  'weightedSum',
];

const quantityOf: Readonly<Record<MovementKind, QuantityName>> = {
  cost: 'gradient',
  inputs: 'inputGradient',
  stepWeights: 'stepWeightGradient',
  stepPenalties: 'stepPenaltyGradient',
  temperature: 'temperatureGradient',
  startMultiplier: 'boundaryMultiplierGradient',
  startPenalty: 'boundaryPenaltyGradient',
  endMultiplier: 'boundaryMultiplierGradient',
  endPenalty: 'boundaryPenaltyGradient',
};

/** How far path costs are moved in units of γ: far enough that rounding vanishes, near enough that the fourth order does. */
export function stride(minimum: string): number {
  return minimum === 'softmin' || minimum === 'smoothmin' ? 4e-3 : 2e-4;
}

export const finiteDifferences: Law = {
  number: 2,
  name: 'finite differences',
  sentence: 'Gradient = directional finite difference, except on kinks: by cost, features, weights, penalties, γ and boundaries.',
  async check(context) {
    const { backend, reference } = context;
    const arbitrary = fc.tuple(
      problemCases(
        context.problems({
          batch: [1, 2],
          temperaturePerItem: false,
          features: smoothFeatures,
          contents: ['plain', 'signed', 'holes', 'walls', 'walk'],
          whole: false,
        }),
      ),
      fc.constantFrom(...movementKinds),
    );
    await context.forAll(arbitrary, async ([{ recipe, problem, request }, kind]) => {
      const move = movement(problem, kind, new Draw(recipe.seed, 200, 'float64'));
      if (move === undefined) return fc.pre(false);
      const { upstream } = request;
      const asked = { ...move.request, ...(upstream === undefined ? {} : { upstream }) };
      fc.pre(backend.supports(problem, asked).supported);
      const solution = await backend.solve(problem, asked);
      fc.pre(solution.values.some((value) => value !== Infinity));
      const expected = expectation(inDouble(problem), asked, false);
      // In float32 a backend's own values are too coarse to subtract: its gradient is compared with differences of the reference's.
      const solver = problem.precision === 'float64' && backend.supports(move.at(0), {}).supported ? backend : reference;
      const result = await measure(move, solver, problem, expected, upstream);
      const derivative = move.derivative(solution);
      fc.pre(result.smooth);
      const allowed = result.allowed + move.count * expectation(problem, asked, false).smoothToleranceOf(quantityOf[kind], -1);
      const error = Math.abs(derivative - result.derivative);
      if (!(error <= allowed)) {
        throw new Error(
          `the derivative by ${kind} is ${derivative}, by differences ${result.derivative} (error ${error}, tolerance ${allowed})`,
        );
      }
      context.saw(derivative);
      context.count(kind);
      context.tally.items += problem.batch;
    });
  },
};

interface Measured {
  readonly derivative: number;
  readonly allowed: number;
  readonly smooth: boolean;
}

/** Differences of Σ upstream·value along a movement, their own error, and whether the function is smooth there. */
async function measure(
  move: Movement,
  solver: Backend,
  problem: AlignmentProblem,
  expected: Expectation,
  upstream: ProblemCase['request']['upstream'],
): Promise<Measured> {
  const { conditions } = expected;
  const gamma = problem.temperature[0];
  const byTemperature = move.request.temperatureGradient === true;
  const pathLength = Math.max(...conditions.map((own) => own.pathLength));
  const speed = move.speed * pathLength;
  const scale = conditions[0].temperature ?? 1;
  const h = Math.min(move.reach, (stride(problem.minimum) * scale) / (byTemperature ? scale / gamma : speed));
  const values: AlignmentSolution[] = [];
  for (const t of [-h, -h / 2, 0, h / 2, h]) values.push(await solver.solve(move.at(t), {}));

  let [derivative, discrepancy, jump, allowed] = [0, 0, 0, 0];
  conditions.forEach((own, b) => {
    const seed = upstream?.[b] ?? 1;
    if (values[0].values[b] === Infinity) return;
    const at = values.map((solution) => solution.values[b]) as [number, number, number, number, number];
    const item = differences(at, h);
    const rounding = 16 * unitRoundoff.float64 * (own.magnitude + gamma * own.pathLength + Math.abs(at[2]));
    derivative += seed * item.derivative;
    discrepancy += Math.abs(seed) * item.discrepancy;
    jump += Math.abs(seed) * item.jump;
    // Truncation: the fourth power of the stride, times derivatives that grow with the path and with smoothmin's signed weights.
    allowed += Math.abs(seed) * (2e-8 * own.growth * (byTemperature ? pathLength : speed) + rounding / h);
  });
  // Piecewise functions: next to a kink the differences disagree, and nothing can be said.
  const piecewise = problem.minimum === 'hardmin' || problem.minimum === 'sparsemin';
  const smooth = !piecewise || (discrepancy <= allowed && (problem.minimum === 'sparsemin' || jump <= 4 * allowed));
  return { derivative, allowed, smooth };
}
