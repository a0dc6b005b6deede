import type { MultiplyAddRate } from '../limit/multiply-add-rate.ts';
import type { CaseResult } from '../measure/run-case.ts';
import type { MemoryResult } from '../memory/memory-case.ts';
import type { CountedOperations } from '../operations/count-operations.ts';
import type { Environment } from './environment.ts';

/** A contender that took part. */
export interface Present {
  readonly id: string;
  readonly label: string;
  readonly threads: number;
  readonly ours: boolean;
}

/** A contender that did not, and why. */
export interface Missing {
  readonly id: string;
  readonly label: string;
  readonly reason: string;
}

/** A whole run: where, on what, and what came out. */
export interface Report {
  readonly rubatoBench: 2;
  readonly environment: Environment;
  readonly options: { readonly rounds: number; readonly seed: number };
  readonly contenders: readonly Present[];
  readonly absent: readonly Missing[];
  readonly results: readonly CaseResult[];
  /** Cases that stopped, and why. */
  readonly failed: Readonly<Record<string, string>>;
  readonly memory: readonly MemoryResult[];
  readonly rates: readonly MultiplyAddRate[];
  /** Instructions a cell by contender, for backends that are WebAssembly. */
  readonly operations: Readonly<Record<string, CountedOperations>>;
}

/** @throws Error for JSON that is no report of this version */
export function parseReport(text: string): Report {
  const report = JSON.parse(text) as Partial<Report>;
  if (report.rubatoBench !== 2) throw new Error('this is no report of this version of the bench');
  return report as Report;
}
