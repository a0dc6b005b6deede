import type { BenchCase } from '../cases/bench-case.ts';

/** One measurement of memory as data: which case, solved by whom. */
export interface MemoryCase {
  readonly caseName: string;
  readonly contender: string;
}

/** What a fresh process used. */
export interface MemoryResult extends MemoryCase {
  /** Bytes of the caller's arrays: they are part of `peak`. */
  readonly input: number;
  /** Resident bytes of the process before any of the case's arrays was made. */
  readonly baseline: number;
  /** The most resident bytes until the solution was there, less `baseline`. */
  readonly peak: number;
}

const GIVEN = 'soft-dtw 1024x1024';
const FEATURES = 'soft-dtw 1024x1024, from features';
const CTC = 'ctc 1024 frames, 768 labels';
const LONG = 'soft-dtw 10000x2000, one item';
const PATH = 'dtw path 7518x6860';

const of = (caseName: string, ...contenders: readonly string[]): MemoryCase[] => contenders.map((contender) => ({ caseName, contender }));

/** Every measurement of memory; contenders that are absent are passed over. */
export const memoryCases: readonly MemoryCase[] = [
  ...of(GIVEN, 'cpu', 'wasm', 'wasm-2', 'textbook', 'numba-1'),
  ...of(FEATURES, 'cpu', 'wasm'),
  ...of(CTC, 'cpu', 'wasm', 'torch-1'),
  ...of(LONG, 'cpu', 'wasm', 'numba-1'),
  ...of(PATH, 'cpu', 'wasm'),
];

/** The same kind of problem, tiny: solving it first loads and compiles what is needed. */
export function tiny(benchCase: BenchCase): BenchCase {
  return { ...benchCase, batch: 2, rows: 40, columns: 21 };
}
