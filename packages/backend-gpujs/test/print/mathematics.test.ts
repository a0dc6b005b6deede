import { describe, expect, it } from 'vitest';
import { mathematics } from '../../src/print/mathematics.ts';
import { checkMathematics } from '../support/check-mathematics.ts';
import { withDevice } from '../support/device.ts';

describe('functions of our own', () => {
  it('are exact to some units of the last place of float32, computed in float32', () =>
    withDevice('webasm', (device) => {
      device.define(mathematics);
      checkMathematics(device);
    }));

  it('are three', () => {
    expect(mathematics.map((text) => /function (\w+)/.exec(text)?.[1])).toEqual(['powerOfTwo', 'exponential', 'logarithm']);
  });
});
