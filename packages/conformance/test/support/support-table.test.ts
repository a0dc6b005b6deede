import { openReference } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { renderSupportTable, supportTable } from '../../src/index.ts';

describe('the support table', () => {
  it('asks about every kind of cost, minimum, request, broadcast shape and band, at each precision', () => {
    const table = supportTable(openReference());
    const crossed = table.filter(({ extra }) => extra === '');
    expect(crossed).toHaveLength(2 * 4 * 4 * 21 * 16 * 2);
    expect(new Set(crossed.map(({ weights }) => weights)).size).toBe(16);
    expect(table.length).toBeGreaterThan(crossed.length);
    expect(table.every(({ support }) => support.supported)).toBe(true);
  });

  it('renders yes in a line', () => {
    const lines = renderSupportTable(supportTable(openReference())).trimEnd().split('\n');
    expect(lines).toHaveLength(2 * 4 * 4);
    expect(lines.every((line) => /^float(32|64), (dense|banded|gathered|features), \w+: everything$/.test(line))).toBe(true);
  });

  it('renders each no with its place and reason, the same each time', () => {
    const reference = openReference();
    const table = supportTable({
      ...reference,
      limits: { ...reference.limits, precisions: ['float32'] },
      supports: (problem, request) => {
        if (problem.minimum === 'sparsemin') return { supported: false, reason: 'no sparse kernel' };
        if (request.hessianProduct !== undefined) return { supported: false, reason: 'first derivatives only' };
        if (problem.cost.kind === 'dense' && problem.stepWeights.strides[1] !== 0 && problem.band !== undefined)
          return { supported: false, reason: 'weights by row in a band' };
        if (problem.steps.some(([i, j]) => i > 1 && j > 1)) return { supported: false, reason: 'long steps' };
        return { supported: true };
      },
    });
    const text = renderSupportTable(table);
    expect(text).toBe(renderSupportTable(table));
    expect(text).toContain('float32, dense, sparsemin: no: no sparse kernel\n');
    expect(text).toContain('  hessianProduct cost, hessianProduct cellPenalty: no: first derivatives only\n');
    const gathered = text.split('\n').indexOf('float32, gathered, softmin:');
    expect(text.split('\n')[gathered + 1]).toMatch(/^ {2}value, gradient, .*, path, upstream: yes, but not steps odd: long steps$/);
    expect(text).toContain(
      'yes, but not weights N NS NM NMS BN BNS BNM BNMS with a band: weights by row in a band | yes, but not steps odd: long steps',
    );
  });
});
