import type { GoldenFailure } from '@rubato/conformance';
import type { Backend, Precision } from 'rubato';
import type { FileReport } from '../file-result.ts';
import type { Json, MethodCase } from './comparison.ts';
import { decodingCase } from './decoding.ts';
import { gdtwCase } from './gdtw.ts';
import { judge } from './judge.ts';
import { modifiedTargetsCase } from './modified-targets.ts';

/** Golden files of what is built on backends or beside them. */
const methods: Readonly<Record<string, MethodCase>> = {
  decoding: decodingCase,
  gdtw: gdtwCase,
  modified_targets: modifiedTargetsCase,
};

/** Runs a file of these; undefined for any other. A case passes when all its quantities do. */
export async function runMethod(
  name: string,
  cases: readonly Json[],
  backend: Backend,
  precision: Precision,
): Promise<FileReport | undefined> {
  if (!Object.hasOwn(methods, name)) return undefined;
  const failures: GoldenFailure[] = [];
  const reasons: { id: string; reason: string }[] = [];
  const worst = new Map<string, GoldenFailure>();
  let [passed, failed] = [0, 0];
  for (const json of cases) {
    const id = String(json['id']);
    const comparisons = await methods[name](json, backend, precision);
    if (typeof comparisons === 'string') {
      reasons.push({ id, reason: comparisons });
      continue;
    }
    const entries = comparisons.map((comparison) => judge(id, comparison));
    for (const entry of entries) {
      const known = worst.get(entry.quantity);
      if (known === undefined || share(entry) > share(known)) worst.set(entry.quantity, entry);
    }
    const wrong = entries.filter(({ error, tolerance }) => error > tolerance);
    failures.push(...wrong);
    if (wrong.length > 0) failed++;
    else passed++;
  }
  return { passed, failed, unsupported: reasons.length, lent: 0, reasons, failures, worst: [...worst.values()] };
}

function share({ error, tolerance }: GoldenFailure): number {
  return error === 0 ? 0 : error / tolerance;
}
