import { describe, expect, it } from 'vitest';
import { palette, viridis } from '../../src/raster/colour-map.ts';
import { colourScale } from '../../src/raster/colour-scale.ts';

const raster = (values: readonly number[]) => ({ width: values.length, height: 1, values: Float64Array.from(values) });

describe('colours', () => {
  it('run from viridis dark to light, each lighter than the one before', () => {
    expect(viridis.at(0)).toEqual([68, 1, 84]);
    expect(viridis.at(1)).toEqual([253, 231, 37]);
    expect(viridis.at(-3)).toEqual(viridis.at(0));
    expect(viridis.at(7)).toEqual(viridis.at(1));
    const luma = palette()
      .slice(1)
      .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b);
    for (let i = 4; i < luma.length; i++) expect(luma[i]).toBeGreaterThan(luma[i - 4]);
  });

  it('keep the ends unless a few values lie far out', () => {
    const even = colourScale(raster(Array.from({ length: 101 }, (_, i) => i)), 'linear')!;
    expect([even.least, even.most, even.below, even.above, even.place(25)]).toEqual([0, 100, false, false, 0.25]);
    const skewed = colourScale(raster([...Array.from({ length: 200 }, (_, i) => i), 1e6]), 'linear')!;
    expect(skewed.above).toBe(true);
    expect(skewed.most).toBeLessThan(200);
    expect(skewed.place(1e6)).toBe(1);
    expect(colourScale(raster([NaN, 3, 3]), 'linear')!.place(3)).toBe(0);
    expect(colourScale(raster([NaN]), 'linear')).toBe(undefined);
  });

  it('begin at 0 for mass, also where all of it is equal, and go with its square root', () => {
    expect(colourScale(raster([...Array.from({ length: 200 }, () => 0), 1]), 'squareRoot')!.most).toBe(1);
    const flat = colourScale(raster([1, 1, NaN]), 'squareRoot')!;
    expect([flat.least, flat.most, flat.place(1)]).toEqual([0, 1, 1]);
    expect(colourScale(raster([0.5, 2]), 'squareRoot')!.place(0.5)).toBe(0.5);
  });
});
