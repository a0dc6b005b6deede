import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { createSignal, createWarpProblem, warpProblemFromJson, warpProblemToJson } from '../../src/index.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

describe('JSON', () => {
  it('gives back the same problem', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const band = seed % 2 === 0 ? 'radii' : 'ranges';
      const cubic = (['x', 'y', 'both'] as const)[seed % 3];
      const loss = seed % 5 === 0 ? { signalLoss: { name: 'huber', parameter: 0.5 } } : {};
      const problem = toProblem(
        randomIngredients(createRandom(seed), { band, slopes: seed % 3 === 0, uniform: seed % 4 === 0, cubic, ...loss }),
      );
      expect(warpProblemFromJson(JSON.parse(JSON.stringify(warpProblemToJson(problem))))).toEqual(problem);
    }
  });

  it('reads signals without an interpolation as linear', () => {
    const signal = createSignal([0, 1]);
    const { x, ...rest } = warpProblemToJson(createWarpProblem({ x: signal, y: signal, lambda: 1 }));
    const { interpolation, ...old } = x as Record<string, unknown>;
    expect(interpolation).toBe('linear');
    expect(warpProblemFromJson({ ...rest, x: old }).x).toEqual(signal);
    expect(() => warpProblemFromJson({ ...rest, x: { ...old, interpolation: 'spline' } })).toThrow('interpolation is "spline"');
  });

  it('refuses other versions and other things', () => {
    const signal = createSignal([0, 1]);
    const json = warpProblemToJson(createWarpProblem({ x: signal, y: signal, lambda: 1 }));
    expect(() => warpProblemFromJson({ ...json, version: 2 })).toThrow('json.version is 2; expected 1');
    expect(() => warpProblemFromJson(null)).toThrow('json is null');
    expect(() => warpProblemFromJson({ ...json, x: 3 })).toThrow('json.x is 3');
    expect(() => warpProblemFromJson({ ...json, lambda: ['nan'] })).toThrow('problem.lambda[0] is "nan"');
  });
});
