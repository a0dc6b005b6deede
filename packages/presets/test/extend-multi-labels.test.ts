import { InvalidArgumentError } from '@rubato/core';
import { extendMultiLabels } from '@rubato/presets';
import { describe, expect, it } from 'vitest';

describe('extendMultiLabels', () => {
  it('gives the blank a dimension of its own, anywhere', () => {
    const rows = (blank: number): number[] => Array.from(extendMultiLabels([[[1, 1]]], { blank }).data);
    expect(rows(0)).toEqual([1, 0, 0, 0, 1, 1, 1, 0, 0]);
    expect(rows(1)).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0]);
    expect(rows(2)).toEqual([0, 0, 1, 1, 1, 0, 0, 0, 1]);
  });

  it('pads with zeros, and needs to be told the classes where no row shows them', () => {
    const { data, shape, columnLengths } = extendMultiLabels([[], [[1]]]);
    expect(shape).toEqual([2, 3, 2]);
    expect(Array.from(columnLengths)).toEqual([1, 3]);
    expect(Array.from(data)).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0]);
    expect(extendMultiLabels([[]], { classes: 3 }).shape).toEqual([1, 1, 4]);
    expect(() => extendMultiLabels([[]])).toThrow('classes is undefined; expected the number of classes, since no row shows it');
    expect(() => extendMultiLabels([[[1, 0]]], { classes: 3 })).toThrow('classes is 3; expected 2');
  });

  it('keeps soft targets exactly', () => {
    expect(extendMultiLabels([[[0.5]]]).data).toBeInstanceOf(Float32Array);
    const { data } = extendMultiLabels([[[0.1]]]);
    expect(data).toBeInstanceOf(Float64Array);
    expect(data[3]).toBe(0.1);
  });

  it('refuses a blank outside', () => {
    expect(() => extendMultiLabels([[[1, 0]]], { blank: 3 })).toThrow('blank is 3; expected a whole number from 0 to 2');
    expect(() => extendMultiLabels([[[1, 0]]], { blank: -1 })).toThrow(InvalidArgumentError);
    expect(() => extendMultiLabels([[[1, 0]]], { blanks: 1 } as object)).toThrow(InvalidArgumentError);
  });
});
