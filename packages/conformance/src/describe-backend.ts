import type { BackendProvider } from '@rubato/core';
import { isUnavailable } from '@rubato/core';
import { laws } from './laws/laws.ts';
import type { Law } from './laws/law.ts';
import { runLaw } from './laws/law.ts';
import type { ConformanceOptions, ResolvedOptions } from './options.ts';
import { resolveOptions } from './options.ts';
import type { TestRunner } from './runner.ts';
import { skipTest, TEST_TIMEOUT } from './runner.ts';
import type { ConformanceSummary, LawRecord } from './summary.ts';
import { describeRecord } from './summary.ts';

function chosen({ laws: names }: ResolvedOptions): readonly Law[] {
  if (names === undefined) return laws;
  const unknown = names.find((name) => laws.every((law) => law.name !== name));
  if (unknown !== undefined) throw new RangeError(`no law is called '${unknown}'; they are: ${laws.map(({ name }) => name).join(', ')}`);
  return laws.filter(({ name }) => names.includes(name));
}

/**
 * Registers the suite of laws for a backend with a test runner: one test a law, each with a backend of its own that is opened and
 * disposed of, counts and seed printed. A device that this machine lacks skips the tests, unless it is required.
 *
 * @param provider opens the backend
 * @param runner `describe` and `it` of the test runner; `@rubato/conformance/vitest` has Vitest's filled in
 * @param options budget, seed, what the backend must support; see {@link ConformanceOptions}
 * @returns the summary, filled while the tests run: laws, runs, what was left out, seed
 * @throws RangeError for the name of a law that does not exist
 *
 * @example
 * ```ts
 * import { collectTests, describeBackend } from '@rubato/conformance';
 * import { referenceProvider } from '@rubato/core';
 * const { runner, tests } = collectTests();
 * const summary = describeBackend(referenceProvider, runner, { runs: 10, laws: ['transposition'], print: () => {} });
 * for (const test of tests) await test.run();
 * summary.records.map(({ outcome }) => outcome); // → ['passed']
 * ```
 */
export function describeBackend(provider: BackendProvider, runner: TestRunner, options: ConformanceOptions = {}): ConformanceSummary {
  const resolved = resolveOptions(provider.name, options);
  const records: LawRecord[] = [];
  runner.describe(`backend ${provider.name}`, () => {
    for (const law of chosen(resolved)) {
      runner.it(
        `law ${law.number}, ${law.name}: ${law.sentence}`,
        async (context) => {
          const absent = await absence(provider, resolved);
          if (absent !== undefined) {
            if (resolved.required) throw new Error(`backend ${provider.name} is required, and is not available: ${absent}`);
            return skipTest(context, absent);
          }
          const { record, error } = await runLaw(law, provider, resolved);
          records.push(record);
          resolved.print(`${provider.name}: ${describeRecord(record)}`);
          if (error !== undefined) throw error;
          if (record.outcome === 'skipped') skipTest(context, record.reason ?? '');
        },
        TEST_TIMEOUT,
      );
    }
  });
  return { backend: provider.name, seed: resolved.seed, records };
}

/** Why the backend cannot be opened here, or undefined. */
async function absence(provider: BackendProvider, { open }: ResolvedOptions): Promise<string | undefined> {
  const opened = await provider.open(open);
  if (isUnavailable(opened)) return opened.reason;
  await opened.dispose();
  return undefined;
}

/**
 * Runs the laws of a backend without a test runner, for tools.
 *
 * @param provider opens the backend
 * @param options as for `describeBackend`
 * @param stopAtFailure whether to end with the first law that fails
 * @returns the records of all laws that ran; nothing is thrown for a law that fails
 */
export async function runLaws(
  provider: BackendProvider,
  options: ConformanceOptions = {},
  stopAtFailure = false,
): Promise<ConformanceSummary> {
  const resolved = resolveOptions(provider.name, options);
  const records: LawRecord[] = [];
  for (const law of chosen(resolved)) {
    const { record } = await runLaw(law, provider, resolved);
    records.push(record);
    resolved.print(`${provider.name}: ${describeRecord(record)}`);
    if (stopAtFailure && record.outcome === 'failed') break;
  }
  return { backend: provider.name, seed: resolved.seed, records };
}
