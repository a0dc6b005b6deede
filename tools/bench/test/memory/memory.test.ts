import { describe, expect, it } from 'vitest';
import { cases } from '../../src/cases/cases.ts';
import { measureMemory } from '../../src/memory/measure-memory.ts';
import { memoryCases, tiny } from '../../src/memory/memory-case.ts';
import { peakBytes, readStatus, residentBytes } from '../../src/memory/resident.ts';

describe('readStatus', () => {
  it('reads sizes in bytes', () => {
    const text = 'Name:\tnode\nVmHWM:\t   51200 kB\nVmRSS:\t   40960 kB\n';
    expect(readStatus(text, 'VmHWM')).toBe(51200 * 1024);
    expect(readStatus(text, 'VmRSS')).toBe(40960 * 1024);
    expect(readStatus(text, 'VmSwap')).toBeUndefined();
  });
});

describe('resident memory', () => {
  it('is some tens of millions of bytes, and never above its peak', () => {
    expect(residentBytes()).toBeGreaterThan(1e7);
    expect(peakBytes()).toBeGreaterThanOrEqual(0.9 * residentBytes());
  });
});

describe('memoryCases', () => {
  it.each(memoryCases.map(({ caseName, contender }) => [caseName, contender] as const))('%s, %s is a case', (caseName) => {
    const benchCase = cases.find(({ name }) => name === caseName);
    expect(benchCase).toBeDefined();
    expect(tiny(benchCase!).rows * tiny(benchCase!).columns).toBeLessThan(1000);
  });
});

describe('measureMemory', () => {
  it("counts the caller's arrays, and little else where little is needed", async () => {
    const { input, baseline, peak } = await measureMemory({ caseName: 'dtw path 512x512', contender: 'cpu' }, 1, undefined);
    expect(input).toBeGreaterThanOrEqual(512 * 512 * 4);
    expect(baseline).toBeGreaterThan(1e7);
    expect(peak).toBeGreaterThan(input);
    expect(peak).toBeLessThan(6e7);
  });
});
