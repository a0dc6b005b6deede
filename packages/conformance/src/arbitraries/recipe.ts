import type { Precision } from '@rubato/core';
import fc from 'fast-check';
import type { BandRecipe } from './bands.ts';
import type { BoundaryRecipe, BoundarySetRecipe } from './boundaries.ts';
import { boundaryTableShapes } from './boundaries.ts';
import type { CostContent, CostKindRecipe } from './costs.ts';
import type { FeatureRecipe } from './features.ts';
import { featureRecipes } from './features.ts';
import type { StepFamily } from './steps.ts';
import { stepFamilies } from './steps.ts';
import type { TableRecipe } from './tables.ts';
import { tableShapes } from './tables.ts';

/**
 * What a problem is made from: a few words and small numbers, which shrink well and print in a line, and the seed of its numbers.
 * Defaults stand first, so that shrinking removes what a failure does not need.
 */
export interface ProblemRecipe {
  readonly seed: number;
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly lengths: 'full' | 'ragged' | 'someEmpty';
  readonly steps: StepFamily;
  readonly stepWeights: TableRecipe;
  readonly stepPenalties: TableRecipe;
  readonly start: BoundaryRecipe;
  readonly end: BoundaryRecipe;
  readonly band: BandRecipe;
  readonly cost: CostKindRecipe;
  readonly content: CostContent;
  readonly features: FeatureRecipe;
  /** Whether every number is whole, so that hardmin's ties are exact in any precision. */
  readonly whole: boolean;
  readonly minimum: string;
  /** 100·log10 γ. */
  readonly temperature: number;
  readonly temperatures: 'one' | 'perItem';
  readonly precision: Precision;
  /** Whether the arrays are of the precision, or float64 all the same. */
  readonly storage: 'same' | 'float64';
  readonly upstream: 'none' | 'given';
  /** Which requests are left out: a bit for each of `requestNames`. */
  readonly omit: number;
}

/** What an arbitrary of problems may be restricted to; every default is the widest. */
export interface ProblemOptions {
  /** Least and most items, default 1 to 3. */
  readonly batch?: readonly [number, number];
  /** Least and most rows, default 1 to 7. */
  readonly rows?: readonly [number, number];
  /** Least and most columns, default 1 to 7. */
  readonly columns?: readonly [number, number];
  readonly lengths?: readonly ProblemRecipe['lengths'][];
  readonly minimums?: readonly string[];
  readonly costKinds?: readonly CostKindRecipe[];
  readonly contents?: readonly CostContent[];
  readonly features?: readonly FeatureRecipe[];
  readonly precisions?: readonly Precision[];
  readonly steps?: readonly StepFamily[];
  readonly starts?: readonly BoundarySetRecipe[];
  readonly ends?: readonly BoundarySetRecipe[];
  /** Least and most γ, default 1e-3 to 1e2. */
  readonly temperature?: readonly [number, number];
  /** Whether items may have temperatures of their own, default true. */
  readonly temperaturePerItem?: boolean;
  /** Whether step weights and boundary multipliers may differ from their defaults, default true. */
  readonly weighted?: boolean;
  /** Whether some problems have whole numbers only, default true. */
  readonly whole?: boolean;
}

const builtIn = ['softmin', 'hardmin', 'sparsemin', 'smoothmin'];

/** An arbitrary of recipes. */
export function recipes(options: ProblemOptions = {}): fc.Arbitrary<ProblemRecipe> {
  const side = ([min, max]: readonly [number, number]): fc.Arbitrary<number> => fc.integer({ min, max });
  const weighted = options.weighted ?? true;
  const table = (plain: boolean): fc.Arbitrary<TableRecipe> =>
    fc.record({
      shape: fc.constantFrom(...(plain ? ['none' as const] : tableShapes)),
      content: fc.constantFrom('plain', 'zeros', 'infinite', 'mask', 'mask'),
    });
  const boundary = (sets: readonly BoundarySetRecipe[]): fc.Arbitrary<BoundaryRecipe> =>
    fc.record({
      set: fc.constantFrom(...sets),
      multiplier: fc.constantFrom(...(weighted ? boundaryTableShapes : ['none' as const])),
      penalty: fc.constantFrom(...boundaryTableShapes),
    });
  const [coldest, hottest] = options.temperature ?? [1e-3, 1e2];
  const exponents = { min: Math.ceil(100 * Math.log10(coldest)), max: Math.floor(100 * Math.log10(hottest)) };
  return fc.record({
    seed: fc.noShrink(fc.integer({ min: 0, max: 2 ** 30 })),
    batch: side(options.batch ?? [1, 3]),
    rows: side(options.rows ?? [1, 7]),
    columns: side(options.columns ?? [1, 7]),
    lengths: fc.constantFrom(
      ...(options.lengths ?? (['full', 'full', 'full', 'ragged', 'ragged', 'ragged', 'ragged', 'someEmpty'] as const)),
    ),
    steps: fc.constantFrom(...(options.steps ?? stepFamilies)),
    stepWeights: table(!weighted),
    stepPenalties: table(false),
    start: boundary(options.starts ?? ['corner', 'corner', 'firstRow', 'firstColumn', 'cells', 'cellsOfItem', 'lastRow']),
    end: boundary(options.ends ?? ['corner', 'corner', 'lastRow', 'lastColumn', 'cells', 'cellsOfItem', 'firstRow']),
    band: fc.constantFrom('none', 'none', 'none', 'none', 'none', 'sakoeChiba', 'itakura', 'ranges', 'rangesOfItem'),
    cost: fc.constantFrom(...(options.costKinds ?? (['dense', 'dense', 'dense', 'banded', 'gathered', 'features'] as const))),
    content: fc.constantFrom(...(options.contents ?? (['plain', 'plain', 'signed', 'holes', 'walls', 'walk', 'ties', 'large'] as const))),
    features: fc.constantFrom(...(options.features ?? featureRecipes)),
    whole: fc.constantFrom(...(options.whole === false ? [false] : [false, false, false, true])),
    minimum: fc.constantFrom(...(options.minimums ?? builtIn)),
    temperature: fc.integer(exponents),
    temperatures: fc.constantFrom(...(options.temperaturePerItem === false ? (['one'] as const) : (['one', 'one', 'perItem'] as const))),
    precision: fc.constantFrom(...(options.precisions ?? (['float64', 'float32'] as const))),
    storage: fc.constantFrom('same', 'same', 'float64'),
    upstream: fc.constantFrom('none', 'given'),
    omit: fc.oneof(fc.constant(0), fc.nat(4095)),
  });
}
