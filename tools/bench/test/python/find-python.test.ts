import { describe, expect, it } from 'vitest';
import { findPython, importableModules } from '../../src/python/find-python.ts';

describe('findPython', () => {
  const found: Record<string, number> = { 'a/python3': 1, 'b/python3': 2, 'c/python3': 2, 'broken/python3': -1 };
  const count = (command: string): number => found[command];

  it('takes the one with most of the modules, the earlier of equals', () => {
    expect(findPython(['numpy', 'torch'], ['broken/python3', 'a/python3', 'b/python3', 'c/python3'], count)).toBe('b/python3');
    expect(findPython(['numpy', 'torch'], ['broken/python3', 'a/python3'], count)).toBe('a/python3');
  });

  it('finds none where none works', () => {
    expect(findPython(['numpy'], [], count)).toBeUndefined();
    expect(findPython(['numpy'], ['broken/python3'], count)).toBeUndefined();
  });
});

describe('importableModules', () => {
  it('is -1 for what cannot be run', () => {
    expect(importableModules('no-such-command-of-rubato', ['numpy'])).toBe(-1);
  });
});
