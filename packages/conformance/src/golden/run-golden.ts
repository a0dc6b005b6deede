import type { AlignmentSolution, Backend, Precision } from '@rubato/core';
import { normaliseProblem, openReference } from '@rubato/core';
import { distance } from '../compare/compare.ts';
import type { GoldenCase, GoldenComparison, GoldenFile, GoldenPresets } from './golden-case.ts';
import { goldenCases } from './golden-cases.ts';

/** The worst entry of a quantity. */
export interface GoldenError {
  readonly id: string;
  readonly quantity: string;
  readonly error: number;
  readonly tolerance: number;
}

/** A quantity beyond its tolerance. */
export interface GoldenFailure extends GoldenError {
  /** Position in the flat array. */
  readonly position: number;
  readonly actual: number;
  readonly expected: number;
}

/** What came of a golden file. A case passes when all its quantities do. */
export interface GoldenReport {
  readonly file: GoldenFile;
  readonly backend: string;
  readonly precision: Precision;
  readonly passed: number;
  readonly failed: number;
  /** Cases that the backend declines, or that lack a preset. */
  readonly unsupported: number;
  /** Of those passed or failed, cases whose Hessian products the backend declines: the reference lent them, the rest is the backend's. */
  readonly lent: number;
  readonly reasons: readonly { readonly id: string; readonly reason: string }[];
  readonly failures: readonly GoldenFailure[];
  /** For each quantity the entry nearest to its tolerance, or farthest beyond it. */
  readonly worst: readonly GoldenError[];
}

/** Error against tolerance of the worst entry. */
function worstEntry(id: string, { quantity, actual, expected, tolerance }: GoldenComparison): GoldenFailure {
  if (actual.length !== expected.length)
    return {
      id,
      quantity: `${quantity}.length`,
      error: Infinity,
      tolerance: 0,
      position: -1,
      actual: actual.length,
      expected: expected.length,
    };
  let largest = 0;
  for (let k = 0; k < expected.length; k++) if (Number.isFinite(expected[k])) largest = Math.max(largest, Math.abs(expected[k]));
  let worst: GoldenFailure = {
    id,
    quantity,
    error: 0,
    tolerance: tolerance.absolute + tolerance.relative * largest,
    position: 0,
    actual: actual[0],
    expected: expected[0],
  };
  let ratio = -1;
  for (let k = 0; k < expected.length; k++) {
    if (Number.isNaN(expected[k])) continue;
    const scale = tolerance.of === 'array' || !Number.isFinite(expected[k]) ? largest : Math.abs(expected[k]);
    const allowed = tolerance.absolute + tolerance.relative * scale;
    const error = distance(actual[k], expected[k]);
    const own = error === 0 ? 0 : error / allowed;
    if (own > ratio) {
      ratio = own;
      worst = { id, quantity, error, tolerance: allowed, position: k, actual: actual[k], expected: expected[k] };
    }
  }
  return worst;
}

interface Solved {
  readonly solutions: readonly AlignmentSolution[];
  readonly lent: boolean;
}

/** Why a backend cannot solve a case, or its solutions. */
async function solveCase(golden: GoldenCase, backend: Backend): Promise<Solved | string> {
  const solutions: AlignmentSolution[] = [];
  let lent = false;
  for (const { input, request } of golden.solves) {
    const problem = normaliseProblem(input);
    const { hessianProduct, ...rest } = request;
    const support = backend.supports(problem, request);
    if (support.supported) {
      solutions.push(await backend.solve(problem, request));
      continue;
    }
    // Everything but the Hessian product can still be held against the file.
    if (hessianProduct === undefined || !backend.supports(problem, rest).supported) return support.reason;
    const second = openReference().solveSync(problem, { hessianProduct });
    solutions.push({ ...(await backend.solve(problem, rest)), hessianProduct: second.hessianProduct! });
    lent = true;
  }
  return { solutions, lent };
}

/**
 * Solves a golden file's cases on a backend and compares.
 *
 * @param file the file's name without `.json`
 * @param json its content, `{ meta, cases }`
 * @param backend an opened backend
 * @param precision what the problems ask for; tolerances are those of the file for it
 * @param options `presets` for `ctc` and `table1`
 * @throws RangeError for an unknown file, TypeError for content that is no golden file
 *
 * @example
 * ```ts
 * import { runGolden } from '@rubato/conformance';
 * import { openReference } from '@rubato/core';
 * const json = { meta: {}, cases: [{ id: 'a', min_function: 'hardmin', gamma: 1, x: [2, 'inf'], value: 2, gradient: [1, 0], dgamma: 0 }] };
 * const { passed, failed, unsupported } = await runGolden('minimum', json, openReference(), 'float64');
 * [passed, failed, unsupported]; // → [1, 0, 0]
 * ```
 */
export async function runGolden(
  file: GoldenFile,
  json: unknown,
  backend: Backend,
  precision: Precision,
  options: { readonly presets?: GoldenPresets } = {},
): Promise<GoldenReport> {
  const { cases, missing } = goldenCases(file, json, { precision, ...options });
  const reasons = [...missing];
  const failures: GoldenFailure[] = [];
  const worst = new Map<string, GoldenError>();
  let [passed, failed, lent] = [0, 0, 0];
  for (const golden of cases) {
    const solved = await solveCase(golden, backend);
    if (typeof solved === 'string') {
      reasons.push({ id: golden.id, reason: solved });
      continue;
    }
    if (solved.lent) lent++;
    let right = true;
    for (const comparison of golden.compare(solved.solutions)) {
      const entry = worstEntry(golden.id, comparison);
      const { id, quantity, error, tolerance } = entry;
      const known = worst.get(quantity);
      if (known === undefined || ratioOf(entry) > ratioOf(known)) worst.set(quantity, { id, quantity, error, tolerance });
      if (error <= tolerance) continue;
      right = false;
      failures.push(entry);
    }
    if (right) passed++;
    else failed++;
  }
  return {
    file,
    backend: backend.name,
    precision,
    passed,
    failed,
    unsupported: reasons.length,
    lent,
    reasons,
    failures,
    worst: [...worst.values()],
  };
}

function ratioOf({ error, tolerance }: GoldenError): number {
  return error === 0 ? 0 : error / tolerance;
}
