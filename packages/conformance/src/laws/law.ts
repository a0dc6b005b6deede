import type { AlignmentProblem, AlignmentSolution, Backend, BackendProvider, OpenOptions, SolveRequest } from '@rubato/core';
import { isUnavailable, openReference, requestNames, UnavailableBackendError } from '@rubato/core';
import fc from 'fast-check';
import type { ProblemOptions } from '../arbitraries/recipe.ts';
import { selectRequest } from '../arbitraries/requests.ts';
import type { Capabilities, ResolvedOptions } from '../options.ts';
import { probeCapabilities } from '../support/probe.ts';
import type { LawRecord } from '../summary.ts';

/** A law: its number in the list of laws, a name, the sentence that it stands for, and the check. */
export interface Law {
  readonly number: number;
  readonly name: string;
  readonly sentence: string;
  /** How many runs it declares; default as many as the options say. */
  readonly declared?: (options: ResolvedOptions) => number;
  /** Whether its runs see random numbers, which must vary; default true. */
  readonly random?: boolean;
  check(context: LawContext): Promise<void>;
}

/** Thrown by a law that has nothing to check on a backend: the reason stands in the record. */
export class LawSkipped extends Error {}

/** How often a law is asked for more problems where it saw too few numbers. */
const MORE_ROUNDS = 3;

/** What a law works with: the opened backend, the reference, and the tally of runs. */
export class LawContext {
  readonly law: Law;
  readonly provider: BackendProvider;
  readonly options: ResolvedOptions;
  readonly reference: ReturnType<typeof openReference> = openReference();
  /** The backend, opened for this law alone. */
  readonly backend: Backend;
  readonly capabilities: Capabilities;
  readonly tally: { runs: number; skipped: number; items: number; readonly seen: Set<number>; readonly counts: Record<string, number> } = {
    runs: 0,
    skipped: 0,
    items: 0,
    seen: new Set(),
    counts: {},
  };
  /** How often the law was asked for more problems; each time it draws others. */
  round = 0;
  private readonly opened: Backend[] = [];

  private constructor(law: Law, provider: BackendProvider, options: ResolvedOptions, backend: Backend) {
    this.law = law;
    this.provider = provider;
    this.options = options;
    this.backend = backend;
    this.capabilities = probeCapabilities(backend);
  }

  /** Opens the backend for a law. */
  static async create(law: Law, provider: BackendProvider, options: ResolvedOptions): Promise<LawContext> {
    const backend = await openBackend(provider, options.open);
    const context = new LawContext(law, provider, options, backend);
    context.opened.push(backend);
    return context;
  }

  /** Opens the backend once more, in another way; it is disposed of when the law ends. */
  async open(more: OpenOptions): Promise<Backend> {
    const backend = await openBackend(this.provider, { ...this.options.open, ...more });
    this.opened.push(backend);
    return backend;
  }

  /** Disposes of all that was opened. */
  async close(): Promise<void> {
    for (const backend of this.opened) await backend.dispose();
    await this.reference.dispose();
  }

  /** The options of random problems, narrowed by the suite's and by what the backend takes. */
  problems(own: ProblemOptions = {}): ProblemOptions {
    const { capabilities, options } = this;
    const narrow = <T>(name: string, ...lists: (readonly T[] | undefined)[]): readonly T[] => {
      const [first, ...rest] = lists.filter((list) => list !== undefined);
      const common = first.filter((value) => rest.every((list) => list.includes(value)));
      if (common.length === 0) throw new LawSkipped(`the backend supports none of the law's ${name}: ${first.join(', ')}`);
      return common;
    };
    return {
      ...options.problems,
      ...own,
      minimums: narrow('minimum functions', own.minimums, options.problems.minimums, capabilities.minimums),
      costKinds: narrow(
        'kinds of cost',
        own.costKinds ?? ['dense', 'dense', 'dense', 'banded', 'gathered', 'features'],
        options.problems.costKinds,
        capabilities.costKinds,
      ),
      precisions: narrow('precisions', own.precisions, options.problems.precisions, capabilities.precisions),
    };
  }

  /**
   * Runs a check on as many random values as declared. A check that calls `fc.pre(false)` does not count as a run.
   *
   * @throws Error with fast-check's report: seed, counterexample, cause
   */
  async forAll<T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => Promise<void>, runs: number = this.options.runs): Promise<void> {
    const { shrink } = this.options;
    // Each law draws problems of its own from the one seed.
    const seed = (this.options.seed ^ fc.hash(this.law.name)) + this.round;
    const property = fc.asyncProperty(arbitrary, check);
    const details = await fc.check(property, { numRuns: runs, seed, maxSkipsPerRun: 200, endOnFailure: !shrink });
    this.tally.runs += details.failed ? details.numRuns - 1 : details.numRuns;
    this.tally.skipped += details.numSkips;
    if (!details.failed) return;
    const { errorInstance } = details;
    const what = errorInstance instanceof Error ? errorInstance.message : 'too many problems were left out';
    throw new Error(`${what}\n${fc.defaultReportMessage(details)}`, { cause: errorInstance });
  }

  /** Notes a number that the law saw, so that a law cannot pass on constants alone. */
  saw(...values: readonly number[]): void {
    for (const value of values) this.tally.seen.add(value);
  }

  /** Counts something by name. */
  count(name: string, by = 1): void {
    this.tally.counts[name] = (this.tally.counts[name] ?? 0) + by;
  }

  /**
   * Solves as much of a request as the backend supports: all at once where it can, else one request after the other.
   * Empty where it does not take the problem at all.
   */
  async solveSupported(problem: AlignmentProblem, request: SolveRequest): Promise<readonly (readonly [SolveRequest, AlignmentSolution])[]> {
    const { backend } = this;
    const wanted = requestNames.filter((name) => request[name] !== undefined);
    const names = wanted.filter((name) => backend.supports(problem, selectRequest(request, [name])).supported);
    const all = selectRequest(request, names);
    if (!backend.supports(problem, all).supported) {
      if (names.length === 0) return [];
      const parts = names.map((name) => selectRequest(request, [name]));
      return Promise.all(parts.map(async (part) => [part, await backend.solve(problem, part)] as const));
    }
    return [[all, await backend.solve(problem, all)]];
  }
}

async function openBackend(provider: BackendProvider, options: OpenOptions): Promise<Backend> {
  const opened = await provider.open(options);
  if (isUnavailable(opened)) throw new UnavailableBackendError(provider.name, opened.reason);
  return opened;
}

/** Runs a law and makes its record; a failed law's record carries the error. */
export async function runLaw(
  law: Law,
  provider: BackendProvider,
  options: ResolvedOptions,
): Promise<{ readonly record: LawRecord; readonly error?: unknown }> {
  const declared = law.declared?.(options) ?? options.runs;
  let context: LawContext | undefined;
  let [outcome, reason, error]: [LawRecord['outcome'], string | undefined, unknown] = ['passed', undefined, undefined];
  try {
    context = await LawContext.create(law, provider, options);
    await law.check(context);
    requireRuns(context, declared);
    // A few runs may all meet the same by chance: other problems must then show more.
    while (tooFewNumbers(context, law, declared) !== undefined && context.round < MORE_ROUNDS) {
      context.round++;
      await law.check(context);
    }
    const monotony = tooFewNumbers(context, law, declared);
    if (monotony !== undefined) throw new Error(monotony);
  } catch (thrown) {
    outcome = thrown instanceof LawSkipped ? 'skipped' : 'failed';
    reason = thrown instanceof Error ? thrown.message : String(thrown);
    if (outcome === 'failed') error = new Error(`law ${law.number}, ${law.name}: ${law.sentence}\n${reason}`, { cause: thrown });
  } finally {
    await context?.close();
  }
  const { runs, skipped, items, counts } = context?.tally ?? { runs: 0, skipped: 0, items: 0, counts: {} };
  const record: LawRecord = {
    backend: provider.name,
    number: law.number,
    law: law.name,
    sentence: law.sentence,
    outcome,
    runs,
    declared,
    skipped,
    items,
    seed: options.seed,
    ...(reason === undefined ? {} : { reason }),
    counts,
  };
  options.onRecord(record);
  return error === undefined ? { record } : { record, error };
}

/** Fewer runs than declared prove nothing. */
function requireRuns({ tally }: LawContext, declared: number): void {
  if (tally.runs < declared) throw new Error(`only ${tally.runs} of ${declared} declared runs took place`);
}

/** Why runs that all saw the same few numbers prove nothing; undefined where they saw enough. */
function tooFewNumbers({ tally }: LawContext, law: Law, declared: number): string | undefined {
  if (law.random === false) return undefined;
  const enough = Math.min(declared, Math.max(2, Math.floor(declared / 4)));
  return tally.seen.size < enough ? `${declared} runs saw only ${tally.seen.size} different numbers; ${enough} are needed` : undefined;
}
