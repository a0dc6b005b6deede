import { describe, expect, it } from 'vitest';
import { TABLE_VI } from '../../src/cases/cases.ts';
import { fullCases, paperMilliseconds, smallCases } from '../../src/gpu/gpu-cases.ts';

describe('the cases', () => {
  it('are all of Table VI, on dDTW and on CTC, with B = 16', () => {
    for (const kind of ['soft-dtw', 'ctc']) {
      const found = fullCases.filter((benchCase) => benchCase.kind === kind);
      expect(found.map(({ tableVi }) => tableVi)).toEqual(TABLE_VI);
      expect(found.every(({ batch }) => batch === 16)).toBe(true);
    }
    expect(fullCases).toHaveLength(14);
  });

  it('know what the paper states of dDTW, and take nothing from its CTC column', () => {
    const stated = fullCases.map(paperMilliseconds);
    expect(stated).toEqual([8.3, 8.8, 7.3, 10.1, 12.1, 26.6, 43, ...TABLE_VI.map(() => undefined)]);
  });

  it('are few cells where a device computes in software', () => {
    expect(new Set(smallCases.map(({ kind }) => kind))).toEqual(new Set(['soft-dtw', 'ctc']));
    for (const { batch, rows, columns } of smallCases) expect(batch * rows * columns).toBeLessThan(40_000);
  });
});
