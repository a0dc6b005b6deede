import { InvalidArgumentError } from '@rubato/core';
import { oneHotTargets } from '@rubato/presets';
import { describe, expect, it } from 'vitest';

describe('oneHotTargets', () => {
  it('makes a rest an all-zero row, and pads with zeros', () => {
    const { data, shape, columnLengths } = oneHotTargets([[2, -1], [0]], 3);
    expect(data).toEqual(Float32Array.of(0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0));
    expect(shape).toEqual([2, 2, 3]);
    expect(Array.from(columnLengths)).toEqual([2, 1]);
  });

  it('makes a row even of nothing', () => {
    expect(oneHotTargets([[]], 2)).toEqual({ data: new Float32Array(2), shape: [1, 1, 2], columnLengths: Int32Array.of(0) });
  });

  it('names the label that is no class', () => {
    expect(() => oneHotTargets([[0], [1, 3]], 3)).toThrow('labels[1, 1] is 3; expected a class from 0 to 2, or -1 for a rest');
    expect(() => oneHotTargets([[-2]], 3)).toThrow('labels[0, 0] is -2');
    expect(() => oneHotTargets([[0]], 0)).toThrow(InvalidArgumentError);
  });
});
