import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Absence } from '../contenders/contender.ts';
import { isAbsent } from '../contenders/contender.ts';
import { runScript } from '../run-script.ts';
import type { OperationCounts } from './instrument.ts';
import { COUNTED } from './instrument.ts';
import { operationContenders } from './operation-cases.ts';

/** Instructions a cell, without and with the gradient (or the path). */
export interface CaseOperations {
  readonly forward: OperationCounts;
  readonly both: OperationCounts;
}

/** How large a backend's modules are, and what they run. */
export interface ModuleOperations {
  readonly moduleBytes: number;
  readonly cases: Readonly<Record<string, CaseOperations>>;
}

/** By contender: its counts, or why there are none. */
export type CountedOperations = ModuleOperations | Absence;

/** Four decimals are enough to see a change, and the same on every machine. */
export function perCell(counts: OperationCounts, cells: number): OperationCounts {
  return Object.fromEntries(COUNTED.map((kind) => [kind, Number((counts[kind] / cells).toFixed(4))])) as OperationCounts;
}

/** Counts in a process of its own. */
export function countOperations(contender: string): Promise<CountedOperations> {
  return runScript<CountedOperations>(new URL('operations-child.ts', import.meta.url), [contender]);
}

/** What the committed file holds: an entry for each contender that was there. */
export type ExpectedOperations = Readonly<Record<string, ModuleOperations>>;

const EXPECTED = fileURLToPath(new URL('../../expected-operations.json', import.meta.url));

export function readExpectedOperations(): ExpectedOperations {
  return JSON.parse(readFileSync(EXPECTED, 'utf8')) as ExpectedOperations;
}

/** Counts all contenders that are there and commits to the numbers. */
export async function updateExpectedOperations(): Promise<ExpectedOperations> {
  const found: Record<string, ModuleOperations> = {};
  for (const contender of operationContenders) {
    const counted = await countOperations(contender);
    if (!isAbsent(counted)) found[contender] = counted;
  }
  writeFileSync(EXPECTED, `${JSON.stringify(found, undefined, 2)}\n`);
  return found;
}

/** So much over the committed number is a regression: of instructions, and of bytes, which every new kernel adds to. */
const TOLERANCES = { instructions: 0.02, bytes: 0.25 } as const;

const BYTES = 'bytes of the modules';

/**
 * One sentence for each number that has grown beyond its tolerance, and for each case that is gone. A gain is no regression, and
 * neither is one kind of instruction in place of another.
 */
export function operationRegressions(found: ModuleOperations, expected: ModuleOperations): string[] {
  const numbers = flatten(found);
  return [...flatten(expected)].flatMap(([name, before]) => {
    const now = numbers.get(name);
    if (now === undefined) return [`${name}: gone, ${before} is committed`];
    const tolerance = name === BYTES ? TOLERANCES.bytes : TOLERANCES.instructions;
    return now > (1 + tolerance) * before ? [`${name}: ${now}, ${before} is committed`] : [];
  });
}

function flatten({ moduleBytes, cases }: ModuleOperations): Map<string, number> {
  const numbers = new Map<string, number>([[BYTES, moduleBytes]]);
  for (const [name, operations] of Object.entries(cases)) {
    for (const part of ['forward', 'both'] as const) {
      const total = COUNTED.reduce((sum, kind) => sum + operations[part][kind], 0);
      numbers.set(`${name}, ${part}, instructions a cell`, Number(total.toFixed(4)));
    }
  }
  return numbers;
}
