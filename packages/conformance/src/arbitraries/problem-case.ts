import type { AlignmentProblem, ProblemInput, SolveRequest } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import fc from 'fast-check';
import { drawBand } from './bands.ts';
import { drawBoundary } from './boundaries.ts';
import { drawCost } from './costs.ts';
import { Draw } from './draw.ts';
import type { PaddingContent } from './padding.ts';
import type { ProblemOptions, ProblemRecipe } from './recipe.ts';
import { recipes } from './recipe.ts';
import { drawRequest } from './requests.ts';
import { drawSteps } from './steps.ts';
import { drawTable } from './tables.ts';

/** A problem with what to ask about it. */
export interface ProblemCase {
  readonly recipe: ProblemRecipe;
  readonly input: ProblemInput;
  readonly problem: AlignmentProblem;
  /** A request with all or some of the requests, an upstream gradient or none. */
  readonly request: SolveRequest;
}

/** Draws lengths: some items shorter than the arrays, with `someEmpty` some of length 0. */
function drawLengths(recipe: ProblemRecipe, side: number, draw: Draw): number[] {
  return Array.from({ length: recipe.batch }, () => {
    if (recipe.lengths === 'full') return side;
    if (recipe.lengths === 'someEmpty' && draw.chance(0.2)) return 0;
    return draw.chance(0.4) ? side : draw.whole(Math.max(1, side - 3), side);
  });
}

/** What a caller would write for the recipe's problem. */
export function problemInput(recipe: ProblemRecipe, paddingContent: PaddingContent = 'nan'): ProblemInput {
  const { seed, batch, rows, columns, precision, whole } = recipe;
  let stream = 0;
  const next = (): Draw => new Draw(seed, stream++, precision);
  const lengthDraw = next();
  const rowLengths = drawLengths(recipe, rows, lengthDraw);
  const columnLengths = drawLengths(recipe, columns, lengthDraw);
  const padding = { content: paddingContent, draw: new Draw(seed, paddingContent === 'numbers' ? 1000 : 1001, precision) };
  const lengths = { rows, columns, rowLengths, columnLengths, padding };
  const steps = drawSteps(recipe.steps, next());

  const sides = [batch, rows, columns, steps.length] as const;
  const axes = { sides, rowLengths, columnLengths, padding };
  const stepWeights = drawTable(recipe.stepWeights, axes, next(), 1, (draw, infinity) => {
    if (draw.chance(infinity)) return Infinity;
    return whole ? draw.whole(0, 2) : draw.real(0.05, 2);
  });
  const stepPenalties = drawTable(recipe.stepPenalties, axes, next(), 0, (draw, infinity) => {
    if (draw.chance(infinity)) return Infinity;
    return whole ? draw.whole(-1, 2) : draw.real(-1, 1);
  });
  const start = drawBoundary('start', recipe.start, lengths, next(), whole);
  const end = drawBoundary('end', recipe.end, lengths, next(), whole);
  const band = drawBand(recipe.band, rows, columns, rowLengths, columnLengths, next());
  const cost = drawCost(recipe.cost, { ...recipe, rowLengths, columnLengths, padding }, next());
  const temperatureDraw = next();
  const round = precision === 'float32' ? Math.fround : (value: number): number => value;
  const temperature = round(10 ** (recipe.temperature / 100));
  return {
    cost,
    steps,
    precision,
    minimum: recipe.minimum,
    temperature:
      recipe.temperatures === 'one' ? temperature : Array.from({ length: batch }, () => round(temperature * temperatureDraw.real(0.5, 2))),
    ...(recipe.lengths === 'full' ? {} : { rowLengths, columnLengths }),
    ...(stepWeights === undefined ? {} : { stepWeights }),
    ...(stepPenalties === undefined ? {} : { stepPenalties }),
    start,
    end,
    ...(band === undefined ? {} : { band }),
  };
}

/** The problem of a recipe, ready to solve. */
export function problemCase(recipe: ProblemRecipe, paddingContent: PaddingContent = 'nan'): ProblemCase {
  const input = problemInput(recipe, paddingContent);
  const problem = normaliseProblem(input);
  const request = drawRequest(problem, recipe, new Draw(recipe.seed, 100, recipe.precision));
  // What a failing run prints: a line that says all of it.
  return Object.assign(Object.create({ [fc.toStringMethod]: () => JSON.stringify(recipe) }) as object, { recipe, input, problem, request });
}

/**
 * fast-check arbitrary of problems with requests: any steps, tables, boundaries, bands, lengths and costs that a caller may give, NaN
 * in the padding.
 *
 * @param options restrictions; the default is the widest
 *
 * @example
 * ```ts
 * import { problemCases } from '@rubato/conformance';
 * import { openReference } from '@rubato/core';
 * import fc from 'fast-check';
 * fc.assert(
 *   fc.property(problemCases({ minimums: ['hardmin'] }), ({ problem }) => {
 *     const { values } = openReference().solveSync(problem, {});
 *     return values.length === problem.batch;
 *   }),
 *   { numRuns: 20 },
 * );
 * ```
 */
export function problemCases(options: ProblemOptions = {}): fc.Arbitrary<ProblemCase> {
  return recipes(options).map((recipe) => problemCase(recipe));
}
