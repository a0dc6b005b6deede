import type { AlignmentProblem, BoundaryInput, Cell, RandomGenerator, Step } from '@rubato/core';
import { createRandom, normaliseProblem } from '@rubato/core';
import fc from 'fast-check';

/** What an interleaved problem is made from. */
export interface InterleavedRecipe {
  readonly seed: number;
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  /** Classes beside the blank. */
  readonly labels: number;
  readonly temperature: number;
  readonly largestCost: number;
  /** How often a cost is Infinity, and a step over a blank forbidden. */
  readonly forbidden: number;
  readonly repeats: number;
  readonly maskedBy: 'weights' | 'penalties';
  readonly start: 'corner' | 'row' | 'cells';
  readonly end: 'corner' | 'row' | 'cells';
}

export function interleavedRecipes(most: number): fc.Arbitrary<InterleavedRecipe> {
  const boundary = fc.constantFrom('cells' as const, 'cells' as const, 'corner' as const, 'row' as const);
  return fc.record({
    seed: fc.noShrink(fc.nat(2 ** 30)),
    batch: fc.integer({ min: 1, max: 3 }),
    rows: fc.integer({ min: 1, max: most }),
    columns: fc.integer({ min: 1, max: most }),
    labels: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2 * most })),
    temperature: fc.constantFrom(1, 0.01, 0.3, 10),
    largestCost: fc.constantFrom(1, 5, 50),
    forbidden: fc.constantFrom(0, 0, 0, 0.1),
    repeats: fc.constantFrom(0, 0.2, 0.7),
    maskedBy: fc.constantFrom('weights' as const, 'penalties' as const),
    start: boundary,
    end: boundary,
  });
}

const STEPS: readonly Step[] = [
  [1, 0],
  [1, 1],
  [1, 2],
];

/** A problem with the kernels' structure, in float32, and the same in float64. Padding and classes that no column has hold NaN. */
export function interleavedProblem(recipe: InterleavedRecipe): { readonly single: AlignmentProblem; readonly double: AlignmentProblem } {
  const { batch, rows, columns, temperature } = recipe;
  const random = createRandom(recipe.seed);
  const steps = whole(random, 0, 1) === 0 ? STEPS : STEPS.toReversed();
  const rowLengths = Array.from({ length: batch }, (_, b) => (b === 0 ? rows : whole(random, 1, rows)));
  const columnLengths = Array.from({ length: batch }, (_, b) => (b === 0 ? columns : whole(random, 1, columns)));
  const classes = recipe.labels + 1;
  const index = drawClasses(recipe, random);
  const values = new Float32Array(batch * rows * classes).fill(NaN);
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < rowLengths[b]; n++) {
      for (let m = 0; m < columnLengths[b]; m++) {
        const cost = random() < recipe.forbidden ? Infinity : recipe.largestCost * (random() - 0.1);
        values[(b * rows + n) * classes + index[b * columns + m]] = cost;
      }
    }
  }
  const table = { data: drawSteps(recipe, steps, random), shape: [1, 1, columns, 3] } as const;
  const rest = {
    steps,
    temperature,
    rowLengths,
    columnLengths,
    ...(recipe.maskedBy === 'weights' ? { stepWeights: table } : { stepPenalties: table }),
    start: drawBoundary(recipe.start, 'firstRow', 0, columnLengths, random),
    end: drawBoundary(recipe.end, 'lastRow', -1, columnLengths, random),
  };
  const problem = (numbers: Float32Array | Float64Array): AlignmentProblem =>
    normaliseProblem({ ...rest, cost: { kind: 'gathered', values: numbers, classes, index, shape: [batch, rows, columns] } });
  return { single: problem(values), double: problem(Float64Array.from(values)) };
}

function whole(random: RandomGenerator, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

function drawClasses({ batch, columns, labels }: InterleavedRecipe, random: RandomGenerator): Int32Array {
  const index = new Int32Array(batch * columns);
  for (let b = 0; b < batch; b++) {
    const blank = whole(random, 0, labels);
    for (let m = 0; m < columns; m++) index[b * columns + m] = m % 2 === 0 ? blank : whole(random, 0, labels);
  }
  return index;
}

function drawSteps({ columns, repeats, maskedBy }: InterleavedRecipe, steps: readonly Step[], random: RandomGenerator): Float64Array {
  const open = maskedBy === 'weights' ? 1 : 0;
  return Float64Array.from({ length: 3 * columns }, (_, i) => {
    const m = Math.floor(i / 3);
    const [, width] = steps[i % 3];
    const isShut = width === 2 && (m % 2 === 0 || random() < repeats);
    return isShut ? Infinity : open;
  });
}

function drawBoundary(
  kind: InterleavedRecipe['start'],
  set: 'firstRow' | 'lastRow',
  row: number,
  columnLengths: readonly number[],
  random: RandomGenerator,
): BoundaryInput {
  const numbers = { multiplier: [0, 1, 2.5][whole(random, 0, 2)], penalty: [0, 1, -2.5, 0][whole(random, 0, 3)] };
  if (kind === 'corner') return { set: 'corner', ...numbers };
  if (kind === 'row') return { set, ...numbers };
  const cellsOfItem = columnLengths.map((columns) => {
    const chosen = new Set(Array.from({ length: whole(random, 1, 4) }, () => whole(random, 0, columns - 1)));
    return [...chosen].map((m): Cell => [row, m]);
  });
  const most = Math.max(...cellsOfItem.map((cells) => cells.length));
  const multiplier = { data: Float64Array.from({ length: most }, () => [1, 0, 0.3, 2][whole(random, 0, 3)]), shape: [1, most] } as const;
  const penalty = { data: Float64Array.from({ length: most }, () => [0, 1, Infinity, -1][whole(random, 0, 3)]), shape: [1, most] } as const;
  return { cellsOfItem, multiplier, penalty };
}
