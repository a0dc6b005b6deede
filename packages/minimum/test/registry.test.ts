import { describe, expect, it } from 'vitest';
import * as entry from '@rubato/minimum';

describe('minimumFunctions', () => {
  const { minimumFunctions, ...functions } = entry;

  it('holds each exported function under its own name, and nothing else', () => {
    expect(minimumFunctions).toEqual(functions);
    for (const [name, minimum] of Object.entries(minimumFunctions)) expect(minimum.name).toBe(name);
    expect(Object.keys(minimumFunctions)).toEqual(expect.arrayContaining(['softmin', 'sparsemin', 'smoothmin', 'hardmin']));
  });

  it('finds nothing under the names that every object has, and cannot be changed', () => {
    for (const name of ['constructor', 'toString', '__proto__']) expect(minimumFunctions[name]).toBeUndefined();
    expect(Object.isFrozen(minimumFunctions)).toBe(true);
  });

  it('says which functions have weights on the simplex, and which are associative', () => {
    const where = (flag: 'weightsOnSimplex' | 'associative' | 'usesTemperature'): string[] =>
      ['softmin', 'sparsemin', 'smoothmin', 'hardmin'].filter((name) => minimumFunctions[name][flag]);
    expect(where('weightsOnSimplex')).toEqual(['softmin', 'sparsemin', 'hardmin']);
    expect(where('associative')).toEqual(['softmin', 'hardmin']);
    expect(where('usesTemperature')).toEqual(['softmin', 'sparsemin', 'smoothmin']);
  });
});
