import { ctcCase } from './ctc.ts';
import { ddtwCase } from './ddtw.ts';
import type { Json } from './decode.ts';
import type { GoldenCase, GoldenFile, GoldenOptions } from './golden-case.ts';
import { MissingPreset } from './golden-case.ts';
import { hardDtwCase } from './hard-dtw.ts';
import { minimumCase } from './minimum.ts';
import { sdtwCase } from './sdtw.ts';
import { table1Case } from './table1.ts';

const readers: Readonly<Record<GoldenFile, (json: Json, options: GoldenOptions) => GoldenCase>> = {
  minimum: minimumCase,
  ddtw: ddtwCase,
  sdtw: sdtwCase,
  ctc: ctcCase,
  table1: table1Case,
  hard_dtw: hardDtwCase,
};

/** The golden files that can be read, without `.json`. */
export const goldenFiles: readonly GoldenFile[] = Object.freeze(['minimum', 'ddtw', 'sdtw', 'ctc', 'table1', 'hard_dtw']);

/** A case that cannot be built, and why. */
export interface MissingCase {
  readonly id: string;
  readonly reason: string;
}

/**
 * Turns a golden file into problems and expected numbers. Pure: the file is handed in as parsed JSON.
 *
 * @param file the file's name without `.json`
 * @param json its content, `{ meta, cases }`
 * @param options precision of the arrays and tolerances, presets for `ctc` and `table1`
 * @returns the cases, and those that lack a preset
 * @throws RangeError for an unknown file, TypeError for content that is no golden file
 *
 * @example
 * ```ts
 * import { goldenCases } from '@rubato/conformance';
 * const json = { meta: {}, cases: [{ id: 'a', min_function: 'hardmin', gamma: 1, x: [2, 'inf'], value: 2, gradient: [1, 0], dgamma: 0 }] };
 * goldenCases('minimum', json, { precision: 'float64' }).cases.map(({ id }) => id); // → ['a']
 * ```
 */
export function goldenCases(
  file: GoldenFile,
  json: unknown,
  options: GoldenOptions,
): { readonly cases: readonly GoldenCase[]; readonly missing: readonly MissingCase[] } {
  if (!Object.hasOwn(readers, file)) throw new RangeError(`golden file '${file}' is not known; known are: ${goldenFiles.join(', ')}`);
  const list = (json as { readonly cases?: unknown } | null)?.cases;
  if (!Array.isArray(list)) throw new TypeError(`golden file '${file}' has no list of cases`);
  const cases: GoldenCase[] = [];
  const missing: MissingCase[] = [];
  for (const entry of list as readonly Json[]) {
    try {
      cases.push(readers[file](entry, options));
    } catch (error) {
      if (!(error instanceof MissingPreset)) throw error;
      missing.push({ id: String(entry['id']), reason: error.message });
    }
  }
  return { cases, missing };
}
