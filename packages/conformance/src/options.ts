import type { CostKind, OpenOptions, Parameterization, Precision, SolveRequest } from '@rubato/core';
import type { ProblemOptions } from './arbitraries/recipe.ts';
import type { LawRecord } from './summary.ts';

/** Cells of the support table that a backend must support: every combination of what is listed; absent means all there is. */
export interface MustSupport {
  readonly minimums?: readonly string[];
  readonly costKinds?: readonly Exclude<CostKind, 'device'>[];
  readonly requests?: readonly ('value' | Exclude<keyof SolveRequest, 'upstream'>)[];
  readonly precisions?: readonly Precision[];
}

/** Presets that law 7 checks; they are handed in, since this package may not depend on them. */
export interface LawPresets {
  /** CTC of label lists: `columnLengths` and `columnClasses` are read. */
  readonly ctc?: (labels: readonly (readonly number[])[], options: { readonly blank: number }) => Parameterization;
  /** Soft-DTW of Cuturi & Blondel. */
  readonly softDtw?: (options: { readonly temperature: number }) => Parameterization;
}

/** How the suite runs. */
export interface ConformanceOptions {
  /** Runs of each law, default 1000; fewer than declared is a failure. */
  readonly runs?: number;
  /** Seed of all random runs; default the environment variable RUBATO_SEED, else a new one each time. It is printed. */
  readonly seed?: number;
  /** How the backend is opened. */
  readonly open?: OpenOptions;
  /** Restrictions of the random problems, for devices on which a run is dear. Every run still counts as one. */
  readonly problems?: ProblemOptions;
  /** What the backend must support; default everything on every kind of cost, at one of its precisions at least. */
  readonly mustSupport?: readonly MustSupport[];
  readonly presets?: LawPresets;
  /** Other ways to open the backend that must give the same bits (law 8): `{ threads: 2 }`. */
  readonly variants?: readonly OpenOptions[];
  /** Live buffers, textures, workers, tensors, … of the backend: after `dispose` as many as before opening (law 9). */
  readonly liveResources?: () => number | Promise<number>;
  /** Whether the backend must be able to recompute from checkpoints where `maxBytes` is low; default false. */
  readonly mustCheckpoint?: boolean;
  /** Whether an absent device is a failure; default whether the environment variable REQUIRE_BACKENDS names the backend. */
  readonly required?: boolean;
  /** Only laws with these names; default all. */
  readonly laws?: readonly string[];
  /** Whether counterexamples are shrunk; default true. */
  readonly shrink?: boolean;
  /** Takes each law's record when it has run. */
  readonly onRecord?: (record: LawRecord) => void;
  /** Takes a line about each law; default `console.log`. */
  readonly print?: (line: string) => void;
}

/** Options with all defaults filled in. */
export interface ResolvedOptions extends Required<Omit<ConformanceOptions, 'onRecord' | 'laws' | 'liveResources'>> {
  readonly laws: readonly string[] | undefined;
  readonly liveResources: (() => number | Promise<number>) | undefined;
  readonly onRecord: (record: LawRecord) => void;
}

/** A variable of the process's environment, where there is a process. */
function environment(name: string): string | undefined {
  const { process } = globalThis as { readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> } };
  return process?.env?.[name];
}

/** The seed of this run: given, from RUBATO_SEED, or new. */
export function chooseSeed(given: number | undefined): number {
  const set = environment('RUBATO_SEED');
  if (given !== undefined) return given | 0;
  if (set !== undefined && Number.isSafeInteger(Number(set))) return Number(set) | 0;
  return Math.floor(Math.random() * 2 ** 31);
}

/** Fills in the defaults. */
export function resolveOptions(backendName: string, options: ConformanceOptions = {}): ResolvedOptions {
  const required = (environment('REQUIRE_BACKENDS') ?? '').split(',').map((name) => name.trim());
  return {
    runs: options.runs ?? 1000,
    seed: chooseSeed(options.seed),
    open: options.open ?? {},
    problems: options.problems ?? {},
    mustSupport: options.mustSupport ?? [{}],
    presets: options.presets ?? {},
    variants: options.variants ?? [],
    liveResources: options.liveResources,
    mustCheckpoint: options.mustCheckpoint ?? false,
    required: options.required ?? required.includes(backendName),
    laws: options.laws,
    shrink: options.shrink ?? true,
    onRecord: options.onRecord ?? (() => {}),
    // eslint-disable-next-line no-console -- counts are printed by contract
    print: options.print ?? ((line) => console.log(line)),
  };
}

/** What a backend takes at all, asked with plain problems: laws draw from these only. */
export interface Capabilities {
  readonly minimums: readonly string[];
  readonly costKinds: readonly Exclude<CostKind, 'device'>[];
  readonly precisions: readonly Precision[];
}
