import type { MinimumFunction } from '@rubato/minimum';
import { chooseSeed } from '../options.ts';
import type { TestRunner } from '../runner.ts';
import { TEST_TIMEOUT } from '../runner.ts';
import { minimumLaws } from './minimum-laws.ts';

/** How the laws of a minimum function run. */
export interface MinimumOptions {
  /** Runs of each law, default 1000. */
  readonly runs?: number;
  /** Seed; default the environment variable RUBATO_SEED, else a new one each time. It is printed on failure. */
  readonly seed?: number;
}

/**
 * Registers the laws of a minimum function with a test runner: gradient against differences, second-order product and γ-derivative
 * likewise, weights, forbidden candidates, regulariser, associativity, and the printable form against the code.
 *
 * @param minimum the record
 * @param runner `describe` and `it` of the test runner; `@rubato/conformance/vitest` has Vitest's filled in
 * @param options budget and seed
 *
 * @example
 * ```ts
 * import { collectTests, describeMinimum } from '@rubato/conformance';
 * import { softmin } from '@rubato/minimum';
 * const { runner, tests } = collectTests();
 * describeMinimum(softmin, runner, { runs: 20 });
 * for (const test of tests) await test.run();
 * tests.length > 5; // → true
 * ```
 */
export function describeMinimum(minimum: MinimumFunction, runner: TestRunner, options: MinimumOptions = {}): void {
  const seed = chooseSeed(options.seed);
  const numRuns = options.runs ?? 1000;
  runner.describe(`minimum function ${minimum.name}`, () => {
    for (const law of minimumLaws(minimum)) {
      runner.it(
        law.name,
        () => {
          const failure = law.check({ numRuns, seed });
          if (failure !== undefined) throw new Error(`${minimum.name}, ${law.name}: ${failure}`);
        },
        TEST_TIMEOUT,
      );
    }
  });
}
