import { describe, expect, it, vi } from 'vitest';
import { checkSpectrum } from '../../src/features/frame-options.ts';
import { checkMelFilters, createMelFilters } from '../../src/features/mel-filters.ts';
import { melSpectrum } from '../../src/index.ts';

const settings = checkSpectrum({ windowLength: 4096 }, 'options');

describe('mel filters', () => {
  it.each([1, 2, 80, 300])('are the triangles of the definition, %i of them', (bands) => {
    const shape = checkMelFilters({ bands, scale: 'htk', filters: 'peak' }, settings, 'options');
    const work = createMelFilters(shape);
    let step = work.next();
    while (step.done !== true) step = work.next();
    const { starts, firstBins, weights } = step.value;
    const edge = (m: number): number => 700 * ((1 + 11_025 / 700) ** (m / (bands + 1)) - 1);
    for (let m = 0; m < bands; m++) {
      for (let bin = 0; bin <= 2048; bin++) {
        const frequency = (bin * 22_050) / 4096;
        const rising = (frequency - edge(m)) / (edge(m + 1) - edge(m));
        const falling = (edge(m + 2) - frequency) / (edge(m + 2) - edge(m + 1));
        const e = starts[m] + bin - firstBins[m];
        const weight = e >= starts[m] && e < starts[m + 1] ? weights[e] : 0;
        if (Math.abs(weight - Math.max(0, Math.min(rising, falling))) > 1e-9) expect.fail(`band ${m}, bin ${bin}: ${weight}`);
      }
    }
    // Each bin lies in two filters at most.
    expect(weights.length).toBeLessThanOrEqual(2 * 2049);
    expect(shape.bytes).toBe(weights.byteLength);
  });

  it('cost no more for many bands than for few', () => {
    const minimum = vi.spyOn(Math, 'min');
    const calls = (bands: number): number => {
      minimum.mockClear();
      melSpectrum(new Float32Array(1), { bands, windowLength: 4096 });
      return minimum.mock.calls.length;
    };
    try {
      expect(calls(10)).toBeGreaterThan(2000);
      expect(calls(300)).toBeLessThan(1.5 * calls(10));
    } finally {
      minimum.mockRestore();
    }
  });
});
