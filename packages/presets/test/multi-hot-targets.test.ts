import { multiHotTargets } from '@rubato/presets';
import { describe, expect, it } from 'vitest';

describe('multiHotTargets', () => {
  it('pads with zeros', () => {
    const { data, shape } = multiHotTargets([
      [[1, 1]],
      [
        [0, 1],
        [1, 0],
      ],
    ]);
    expect(data).toEqual(Float32Array.of(1, 1, 0, 0, 0, 1, 1, 0));
    expect(shape).toEqual([2, 2, 2]);
  });

  it('refuses what shows no class', () => {
    expect(() => multiHotTargets([[]])).toThrow('labels is a list of 1; expected at least one row');
    expect(() =>
      multiHotTargets([
        [
          [1, 0],
          [0, 0, 1],
        ],
      ]),
    ).toThrow('labels[0, 1] is a list of 3');
  });
});
