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
  it("counts the caller's arrays, the answer, and little else where little is needed", async () => {
    const { input, baseline, peak } = await measureMemory({ caseName: 'soft-dtw 1024x128', contender: 'cpu' }, 1, undefined);
    const cells = 16 * 1024 * 128;
    expect(input).toBeGreaterThanOrEqual(4 * cells);
    expect(baseline).toBeGreaterThan(1e7);
    // A tenth less: freed memory that the process still had is used first.
    expect(peak).toBeGreaterThan(0.9 * 2 * 4 * cells);
    expect(peak).toBeLessThan(5 * 4 * cells);
  });
});
