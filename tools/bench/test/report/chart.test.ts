import { describe, expect, it } from 'vitest';
import { chart, escapeText, logTicks } from '../../src/report/chart.ts';
import { tableViGroups } from '../../src/report/performance-page.ts';
import { report } from '../support/report.ts';
import { xmlFault } from '../support/well-formed.ts';

describe('xmlFault', () => {
  it('sees what is not well-formed', () => {
    expect(xmlFault('<a><b c="1"/>x &amp; y</a>\n')).toBeUndefined();
    expect(xmlFault('<a><b></a>')).toMatch(/closes nothing/);
    expect(xmlFault('<a>1 < 2</a>')).toMatch(/stray/);
    expect(xmlFault('<a b="x & y"/>')).toMatch(/stray/);
    expect(xmlFault('<a>')).toMatch(/not closed/);
  });
});

describe('logTicks', () => {
  it('encloses the numbers by 1, 2 and 5 times powers of ten', () => {
    expect(logTicks(1.5, 60)).toEqual([1, 2, 5, 10, 20, 50, 100]);
    expect(logTicks(0.3, 0.4)).toEqual([0.2, 0.5]);
    expect(logTicks(2, 5)).toEqual([2, 5]);
    expect(logTicks(3, 3)).toEqual([2, 5]);
    expect(logTicks(2, 2)).toEqual([2, 5]);
  });
});

describe('escapeText', () => {
  it('leaves no markup', () => expect(escapeText('a < b & "c"')).toBe('a &lt; b &amp; &quot;c&quot;'));
});

describe('chart', () => {
  const picture = chart(report, tableViGroups(report));

  it('is well-formed, and names contenders and cases', () => {
    expect(xmlFault(picture)).toBeUndefined();
    for (const text of ['wasm', 'numba &amp; friends', 'soft-dtw 1024x1024', 'Soft-DTW, 16 items']) expect(picture).toContain(text);
    expect(picture).not.toContain('CTC, 16 items');
    expect(picture).not.toContain('NaN');
  });

  it('puts the faster contender to the left, inside the picture', () => {
    const [, , wasm, numba] = [...picture.matchAll(/<circle cx="([\d.]+)"/g)].map((match) => Number(match[1]));
    expect(wasm).toBeLessThan(numba);
    expect(wasm).toBeGreaterThan(200);
    expect(numba).toBeLessThan(900);
  });

  it('is a picture without times, too', () => {
    const empty = chart({ ...report, results: [] }, []);
    expect(xmlFault(empty)).toBeUndefined();
    expect(empty).toContain('No times.');
  });
});
