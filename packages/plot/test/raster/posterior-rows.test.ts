import { describe, expect, it } from 'vitest';
import { PlotError } from '../../src/errors.ts';
import { posteriorRows } from '../../src/raster/posterior-rows.ts';
import { blockMeans } from '../../src/raster/raster.ts';

describe('posteriorRows', () => {
  it('are probabilities of any form, a row a class', () => {
    const probabilities = Float64Array.of(0.25, 0.75, 1, 0);
    const expected = [0.25, 1, 0.75, 0];
    const raster = blockMeans(posteriorRows({ data: probabilities, frames: 2, classes: 2 }), 1024);
    expect([raster.width, raster.height, Array.from(raster.values)]).toEqual([2, 2, expected]);
    for (const [form, shift] of [['logProbabilities', 0] as const, ['logits', 700] as const]) {
      const data = probabilities.map((p) => Math.log(p) + shift);
      const { values } = blockMeans(posteriorRows({ data, frames: 2, classes: 2, form }), 1024);
      values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
    }
  });

  it('refuses another number of numbers and unknown forms', () => {
    expect(() => posteriorRows({ data: [1], frames: 2, classes: 2 })).toThrow(
      'posteriors.data has 1 number; expected 4, frames times classes',
    );
    expect(() => posteriorRows({ data: [1], frames: 1, classes: 1, form: 'odds' as 'logits' })).toThrow(PlotError);
  });
});
