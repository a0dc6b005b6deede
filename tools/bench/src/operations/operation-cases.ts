import type { BenchCase } from '../cases/bench-case.ts';
import { cases } from '../cases/cases.ts';

const NAMES = [
  'soft-dtw 1024x1024',
  'soft-dtw 1024x1024, band of radius 64',
  'soft-dtw 1024x1024, from features',
  'ctc 1024 frames, 768 labels',
  'dtw path 512x512',
];

/** The cases whose instructions are counted, with one item each: the next item runs the same instructions again. */
export const operationCases: readonly BenchCase[] = NAMES.map((name) => ({ ...cases.find((found) => found.name === name)!, batch: 1 }));

/** Whose modules are counted. */
export const operationContenders = ['wasm', 'wasm-relaxed'] as const;
