/** What a test runner hands to a test; Vitest, node:test and Deno give `skip`. */
export interface TestContext {
  skip?(note?: string): void;
}

/** The functions of a test runner that the suite needs: those of Vitest, Jest, Mocha or node:test fit. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: (context?: TestContext) => void | Promise<void>, timeoutMilliseconds?: number): void;
}

/** A test may take this long: a thousand runs on a slow device. */
export const TEST_TIMEOUT = 600_000;

/** Marks a test as skipped where the runner can, and says why. */
export function skipTest(context: TestContext | undefined, note: string): void {
  context?.skip?.(note);
}

/** A test that a {@link collectTests} runner was given. */
export interface CollectedTest {
  /** Names of the groups around it and its own, joined by ` > `. */
  readonly name: string;
  /** Runs it; rejects with what the test threw. */
  readonly run: () => Promise<void>;
}

/**
 * A runner that collects tests in place of running them, for tools and for tests of the suite itself.
 *
 * @example
 * ```ts
 * import { collectTests } from '@rubato/conformance';
 * const { runner, tests } = collectTests();
 * runner.describe('sums', () => runner.it('adds', () => {}));
 * tests.map(({ name }) => name); // → ['sums > adds']
 * ```
 */
export function collectTests(): { readonly runner: TestRunner; readonly tests: readonly CollectedTest[] } {
  const tests: CollectedTest[] = [];
  const groups: string[] = [];
  const runner: TestRunner = {
    describe(name, body) {
      groups.push(name);
      body();
      groups.pop();
    },
    it(name, body) {
      tests.push({ name: [...groups, name].join(' > '), run: async () => body() });
    },
  };
  return { runner, tests };
}
