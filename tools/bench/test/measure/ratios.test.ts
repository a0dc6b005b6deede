import { describe, expect, it } from 'vitest';
import { pairsOf, ratiosOf } from '../../src/measure/ratios.ts';
import type { Samples } from '../../src/measure/rounds.ts';

const ours = (id: string, threads: number): { id: string; threads: number; ours: boolean } => ({ id, threads, ours: true });
const peer = (id: string, threads: number): { id: string; threads: number; ours: boolean } => ({ id, threads, ours: false });

describe('pairsOf', () => {
  it('compares one thread with one thread, two with two, and two of ours with one', () => {
    const pairs = pairsOf([ours('cpu', 1), ours('wasm', 1), ours('wasm-2', 2), peer('torch-1', 1), peer('torch-2', 2)]);
    expect(pairs.map(([faster, slower]) => `${faster.id} ${slower.id}`)).toEqual([
      'cpu torch-1',
      'wasm torch-1',
      'wasm-2 torch-2',
      'wasm-2 wasm',
    ]);
  });
});

const both = (...nanoseconds: number[]): Samples => new Map([['both', nanoseconds]]);

describe('ratiosOf', () => {
  it('is the ratio of the medians, with the quartiles of each round of its own', () => {
    const samples = new Map([
      ['cpu', both(1, 2, 4, 2, 2)],
      ['torch-1', both(3, 6, 8, 8, 6)],
    ]);
    expect(ratiosOf([ours('cpu', 1), peer('torch-1', 1)], samples)).toEqual([
      { faster: 'cpu', slower: 'torch-1', measure: 'both', ratio: 3, lower: 3, upper: 3 },
    ]);
  });

  it('says nothing of who took no part', () => {
    expect(ratiosOf([ours('cpu', 1), peer('torch-1', 1)], new Map([['cpu', both(1)]]))).toEqual([]);
  });
});
