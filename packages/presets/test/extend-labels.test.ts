import { InvalidArgumentError } from '@rubato/core';
import { extendLabels } from '@rubato/presets';
import { describe, expect, it } from 'vitest';

describe('extendLabels', () => {
  it('puts a blank before, between and after', () => {
    expect(extendLabels([5, 5, 1], 2)).toEqual([2, 5, 2, 5, 2, 1, 2]);
    expect(extendLabels(Int32Array.of(1))).toEqual([0, 1, 0]);
    expect(extendLabels([])).toEqual([0]);
  });

  it('names the label that is wrong', () => {
    expect(() => extendLabels([1, 0])).toThrow('labels[1] is 0; expected a label other than the blank, 0');
    expect(() => extendLabels([1, -2])).toThrow('labels[1] is -2; expected a whole number from 0');
    expect(() => extendLabels('ab' as unknown as number[])).toThrow(InvalidArgumentError);
    expect(() => extendLabels([1], NaN)).toThrow('blank is NaN');
  });
});
