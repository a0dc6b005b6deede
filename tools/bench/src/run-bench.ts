import type { BenchCase } from './cases/bench-case.ts';
import { cases } from './cases/cases.ts';
import type { Contender, ContenderEntry } from './contenders/contender.ts';
import { isAbsent } from './contenders/contender.ts';
import { npmDtwContenders } from './contenders/npm-dtw.ts';
import { ourContenders } from './contenders/ours.ts';
import { PYTHON_MODULES, pythonContenders } from './contenders/python-peers.ts';
import { textbookContender } from './contenders/textbook.ts';
import { tfjsCtcLoss } from './contenders/tfjs-ctc-loss.ts';
import type { MultiplyAddRate } from './limit/multiply-add-rate.ts';
import { measureMultiplyAdd } from './limit/multiply-add-rate.ts';
import { Affinity } from './measure/affinity.ts';
import type { CaseResult } from './measure/run-case.ts';
import { runCase } from './measure/run-case.ts';
import { measureMemory } from './memory/measure-memory.ts';
import type { MemoryResult } from './memory/memory-case.ts';
import { memoryCases } from './memory/memory-case.ts';
import type { CountedOperations } from './operations/count-operations.ts';
import { countOperations } from './operations/count-operations.ts';
import { operationContenders } from './operations/operation-cases.ts';
import type { BenchOptions } from './options.ts';
import { findPython } from './python/find-python.ts';
import { readEnvironment } from './report/environment.ts';
import type { Missing, Report } from './report/report.ts';

/** Tells what is going on, on standard error. */
type Progress = (line: string) => void;

/** The cases that the options choose. */
export function chooseCases({ only, quick }: Pick<BenchOptions, 'only' | 'quick'>): BenchCase[] {
  return cases.filter((benchCase) => (only === undefined || benchCase.name.includes(only)) && (quick !== true || benchCase.quick === true));
}

/** One whole run. */
export async function runBench(options: BenchOptions, progress: Progress): Promise<Report> {
  const affinity = new Affinity();
  const rounds = options.rounds ?? (options.quick === true ? 3 : 7);
  const chosen = chooseCases(options);
  const python = options.peers === true ? findPython(PYTHON_MODULES) : undefined;
  const { contenders, absent } = await openAll(entriesOf(options, python, affinity), progress);
  const results: CaseResult[] = [];
  const failed: Record<string, string> = {};
  try {
    for (const [i, benchCase] of chosen.entries()) {
      progress(`${i + 1} of ${chosen.length}: ${benchCase.name}`);
      try {
        results.push(await runCase(benchCase, contenders, { rounds, seconds: 2, warmSeconds: 1.2, seed: options.seed }, affinity));
      } catch (error) {
        failed[benchCase.name] = (error as Error).message;
        progress(`  stopped: ${(error as Error).message}`);
      }
    }
  } finally {
    for (const contender of contenders) await contender.close();
  }
  const rates = options.limit ? measureRates(affinity, progress) : [];
  affinity.release();
  return {
    rubatoBench: 2,
    environment: readEnvironment(affinity.pins),
    options: { rounds, seed: options.seed },
    contenders: contenders.map(({ id, label, threads, ours }) => ({ id, label, threads, ours })),
    absent,
    results,
    failed,
    memory: options.memory && options.quick !== true ? await measureAllMemory(options, chosen, contenders, python, progress) : [],
    rates,
    operations: options.limit ? await countAll(progress) : {},
  };
}

function entriesOf(options: BenchOptions, python: string | undefined, affinity: Affinity): ContenderEntry[] {
  const peers = [...pythonContenders(python, affinity), ...npmDtwContenders, tfjsCtcLoss(options.npmPeers)];
  return [...ourContenders, textbookContender, ...(options.peers === true ? peers : [])];
}

/** Opens who is there, and says who is not. */
export async function openAll(
  entries: readonly ContenderEntry[],
  progress: Progress,
): Promise<{ contenders: Contender[]; absent: Missing[] }> {
  const contenders: Contender[] = [];
  const absent: Missing[] = [];
  for (const { id, label, open } of entries) {
    const opened = await open();
    if (isAbsent(opened)) {
      absent.push({ id, label, reason: opened.absent });
      progress(`${label} is absent: ${opened.absent}`);
    } else {
      contenders.push(opened);
    }
  }
  return { contenders, absent };
}

function measureRates(affinity: Affinity, progress: Progress): MultiplyAddRate[] {
  progress('multiply-adds of one core');
  affinity.use(1);
  return (['multiply, add', 'fused multiply-add'] as const).flatMap((step) => measureMultiplyAdd(step) ?? []);
}

async function measureAllMemory(
  { seed }: BenchOptions,
  chosen: readonly BenchCase[],
  contenders: readonly Contender[],
  python: string | undefined,
  progress: Progress,
): Promise<MemoryResult[]> {
  const results: MemoryResult[] = [];
  for (const memoryCase of memoryCases) {
    const { caseName, contender } = memoryCase;
    if (!chosen.some(({ name }) => name === caseName) || !contenders.some(({ id }) => id === contender)) continue;
    progress(`memory of ${caseName}, ${contender}`);
    try {
      results.push(await measureMemory(memoryCase, seed, python));
    } catch (error) {
      // A contender that declines the case has no memory to show.
      progress(`  not measured: ${(error as Error).message}`);
    }
  }
  return results;
}

async function countAll(progress: Progress): Promise<Record<string, CountedOperations>> {
  const operations: Record<string, CountedOperations> = {};
  for (const contender of operationContenders) {
    progress(`instructions of ${contender}`);
    try {
      operations[contender] = await countOperations(contender);
    } catch (error) {
      operations[contender] = { absent: (error as Error).message };
      progress(`  not counted: ${(error as Error).message}`);
    }
  }
  return operations;
}
