import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { chooseLambda, createSignal, createWarpProblem, type Signal, solveWarp, type WarpProblemInput } from '../../src/index.ts';
import { withObservations } from '../../src/validation/hold-out.ts';

/** A signal, the same warped by a known φ, and noise on both. */
function noisyPair(
  count: number,
  noise: number,
  seed: number,
): { readonly x: Signal; readonly y: Signal; readonly truth: readonly number[] } {
  const random = createRandom(seed);
  const grid = Array.from({ length: count }, (_, k) => k / (count - 1));
  const phi = (t: number): number => t + 0.06 * Math.sin(2 * Math.PI * t);
  const shape = (t: number): number => Math.sin(14 * t) + 0.5 * Math.sin(37 * t);
  const noisy = (value: number): number => value + noise * (random() + random() + random() - 1.5);
  const signalOf = (f: (t: number) => number): Signal =>
    createSignal(
      grid.map((t) => noisy(f(t))),
      { times: grid },
    );
  return { x: signalOf(shape), y: signalOf((t) => shape(phi(t))), truth: grid.map(phi) };
}

/** The mean distance of a warp from the truth. */
function errorOf({ x, y, truth }: ReturnType<typeof noisyPair>, lambda: number): number {
  const { warp } = solveWarp(createWarpProblem({ x, y, lambda, slopes: { upper: 5 } }));
  return warp.reduce((sum, value, i) => sum + Math.abs(value - truth[i]), 0) / warp.length;
}

describe('chooseLambda', () => {
  it('takes the least held-out loss, the same one each time, and within its error the smoothest', async () => {
    for (const seed of [1, 2, 3]) {
      const pair = noisyPair(81, 0.25, seed);
      const input = { x: pair.x, y: pair.y, slopes: { upper: 5 } };
      const choice = await chooseLambda(input);
      const { candidates, heldOutLosses, standardErrors, folds } = choice;
      expect([candidates.length, folds]).toEqual([13, 5]);
      const least = candidates.indexOf(choice.lambda);
      expect(heldOutLosses[least]).toBe(Math.min(...heldOutLosses));
      expect(await chooseLambda(input)).toEqual(choice);

      const { lambda } = await chooseLambda(input, { rule: 'one-standard-error' });
      const smoothest = candidates.indexOf(lambda);
      const within = heldOutLosses[least] + standardErrors[least];
      expect([heldOutLosses[smoothest] <= within, heldOutLosses[smoothest + 1] > within]).toEqual([true, true]);
      // The truth, which nobody told it: far better than hardly any regularity, and than hardly anything else.
      const errors = Array.from(candidates, (candidate) => errorOf(pair, candidate));
      expect(errors[smoothest]).toBeLessThan(2 * Math.min(...errors));
      expect(errors[smoothest]).toBeLessThan(0.6 * errors[0]);
      expect(errors[smoothest]).toBeLessThan(0.3 * errors.at(-1)!);
    }
  });

  it('measures the loss of what a fit has not seen, by hand', async () => {
    const { x, y } = noisyPair(9, 0.1, 3);
    const { heldOutLosses, candidates } = await chooseLambda({ x, y }, { candidates: [1, 0.1], folds: 2 });
    expect(Array.from(candidates)).toEqual([0.1, 1]);
    const at = ({ times, values }: { readonly times: Float64Array; readonly values: Float64Array }, t: number): number => {
      const k = Math.min(
        times.length - 2,
        times.findLastIndex((time) => time <= t),
      );
      return values[k] + ((t - times[k]) / (times[k + 1] - times[k])) * (values[k + 1] - values[k]);
    };
    candidates.forEach((lambda, c) => {
      let sum = 0;
      for (const held of [
        [1, 3, 5, 7],
        [2, 4, 6],
      ]) {
        const kept = Array.from(y.times.keys()).filter((i) => !held.includes(i));
        const fewer = createSignal(
          kept.map((i) => y.values[i]),
          { times: kept.map((i) => y.times[i]) },
        );
        const { warp, knots } = solveWarp(createWarpProblem({ x, y: fewer, lambda }));
        // Even times: all weights of the rule are the same.
        for (const i of held) sum += (at(x, at({ times: knots, values: warp }, y.times[i])) - y.values[i]) ** 2 / 7;
      }
      expect(heldOutLosses[c]).toBeCloseTo(sum, 12);
    });
  });

  it('prefers the larger of equally good ones', async () => {
    const x = createSignal([0, 0, 0, 0, 0]);
    expect((await chooseLambda({ x, y: x })).lambda).toBe(100);
  });

  it('stops when told to, and tells how far it is', async () => {
    const { x, y } = noisyPair(60, 0.1, 1);
    await expect(chooseLambda({ x, y }, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    let last = { done: 0, total: 1 };
    await chooseLambda({ x, y }, { candidates: [1], onProgress: (progress) => (last = progress) });
    expect(last.done).toBe(last.total);
  });

  it('refuses by name', async () => {
    const x = createSignal([0, 1, 0, 1]);
    await expect(chooseLambda({ x, y: createSignal([0, 1, 0]) })).rejects.toThrow('input.y');
    await expect(chooseLambda({ x, y: x }, { folds: 3 })).rejects.toThrow('options.folds is 3; expected a whole number from 2 to 2');
    await expect(chooseLambda({ x, y: x }, { candidates: [] })).rejects.toThrow('options.candidates');
    await expect(chooseLambda({ x, y: x }, { candidates: [1, -1] })).rejects.toThrow('options.candidates[1]');
    await expect(chooseLambda({ x, y: x }, { rule: 'most' as 'least' })).rejects.toThrow('options.rule');
    await expect(chooseLambda({ x, y: x }, { fold: 2 } as never)).rejects.toThrow('fold');
    await expect(chooseLambda({ x, y: x, slopes: { upper: 0.5 } })).rejects.toThrow('no warp meets the constraints');
  });
});

describe('withObservations', () => {
  it('keeps what constraints of the knots that go imply', () => {
    const y = createSignal([0, 1, 2, 3], { times: [0, 1, 3, 4] });
    const input: Omit<WarpProblemInput, 'lambda'> = {
      x: y,
      y,
      slopes: { lower: [0, 0.5, 1], upper: [2, 5, Infinity] },
      band: { kind: 'ranges', lower: [0, 1, 2, 3], upper: [4, 5, 6, 7] },
    };
    const fewer = withObservations(input, [0, 2, 3]);
    expect(Array.from(fewer.y.times)).toEqual([0, 3, 4]);
    expect(fewer.slopes).toEqual({ lower: [1 / 3, 1], upper: [4, Infinity] });
    expect(fewer.band).toEqual({ kind: 'ranges', lower: [0, 2, 3], upper: [4, 6, 7] });
    const even = withObservations({ ...input, knots: 4 }, [0, 3]);
    expect([even.slopes, even.band]).toEqual([input.slopes, input.band]);
  });
});
