import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { createSignal, pathErrorLoss } from '../../src/index.ts';
import { expectGradient } from '../support/expect-gradient.ts';

describe('pathErrorLoss', () => {
  it('is the mean or the largest distance at the knots', () => {
    const trajectory = createSignal(
      [
        [0, 0],
        [3, 4],
        [3, 8],
      ],
      { times: [0, 1, 2] },
    );
    const predicted = { positions: [0, 1, 2], times: [0.5, 1.25, 2] };
    // Off by 2.5, by 1, and not at all.
    expect(pathErrorLoss(predicted, trajectory, trajectory)).toEqual({ value: 3.5 / 3, gradient: Float64Array.of(5 / 3, 4 / 3, 0) });
    const largest = pathErrorLoss(predicted, trajectory, trajectory, { reduction: 'largest' });
    expect(largest).toEqual({ value: 2.5, gradient: Float64Array.of(5, 0, 0) });
  });

  it.each(['mean', 'largest'] as const)('has a gradient that is finite differences, trajectories straight or cubic: %s', (reduction) => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = createRandom(seed);
      const walk = (length: number, interpolation: 'linear' | 'cubic'): ReturnType<typeof createSignal> =>
        createSignal(
          Array.from({ length }, () => [random(), random(), random()]),
          { interpolation },
        );
      const trajectory = walk(8, seed % 2 === 0 ? 'linear' : 'cubic');
      const truth = walk(6, 'linear');
      const positions = [0, 1, 2.5, 4, 5];
      const times = positions.map(() => 7 * random()).toSorted((a, b) => a - b);
      expectGradient(times, (moved) => pathErrorLoss({ positions, times: moved }, trajectory, truth, { reduction }), `seed ${seed}`);
    }
  });

  it('refuses signals that do not fit, by name', () => {
    const warp = { positions: [0, 1], times: [0, 1] };
    const [one, two] = [createSignal([0, 1]), createSignal([0, 1, 2, 3], { channels: 2 })];
    expect(() => pathErrorLoss(warp, one, two)).toThrow('truth.channels is 2; expected 1');
    expect(() => pathErrorLoss(warp, [0, 1] as never, one)).toThrow('trajectory is a list of 2');
    expect(() => pathErrorLoss(warp, one, one, { reduction: 'sum' as 'mean' })).toThrow('options.reduction is "sum"');
  });
});
