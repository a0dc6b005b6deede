import {
  alignmentEntropy,
  alignmentValue,
  computeLoss,
  computeLossSync,
  dilate,
  expectedAlignment,
  pathCost,
  pathCoverage,
  pathDistance,
  pathLikelihood,
  sharpCost,
  timeDistortion,
  weightedLosses,
} from '@rubato/analysis';
import { InvalidArgumentError, normaliseProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import { expect, it } from 'vitest';
import { numbers } from './problems.ts';

it('refuses what is no problem, backend, signal or function, by name', async () => {
  const cost = { kind: 'dense', data: numbers(4), shape: [2, 2] } as const;
  const problem = normaliseProblem({ ...softDtw(), cost });
  const path = [Int32Array.of(0, 0, 1, 1)];
  const makers: readonly ((given: never) => unknown)[] = [
    (given) => dilate(given),
    (given) => timeDistortion(given),
    (given) => expectedAlignment(given, new Float64Array(4)),
    (given) => alignmentEntropy(given),
    (given) => sharpCost(given),
    (given) => pathLikelihood(given, path),
    (given) => pathCost(given, path),
    (given) => pathDistance(given, path),
    (given) => pathCoverage(given, path),
    (given) => alignmentValue(given),
  ];
  for (const make of makers) {
    // The last one has not been normalised.
    for (const wrong of [null, undefined, {}, 0, 'x', { ...softDtw(), cost }]) {
      expect(() => make(wrong as never)).toThrow(InvalidArgumentError);
      expect(() => make(wrong as never)).toThrow('expected a problem from normaliseProblem');
    }
    make(structuredClone(problem) as never);
  }
  const loss = dilate(problem);
  const empty = { evaluate: () => undefined } as never;
  expect(() => computeLossSync(empty)).toThrow('loss.problem is undefined');
  expect(() => weightedLosses([{ weight: 1, loss: empty }])).toThrow('terms[0].loss.problem is undefined');
  const wrongOptions: readonly (readonly [object, string])[] = [
    [{ signal: {} }, 'options.signal is an object'],
    [{ signal: 0 }, 'options.signal is 0'],
    [{ signal: null }, 'options.signal is null'],
    [{ onProgress: 0 }, 'options.onProgress is 0'],
    [{ backend: null }, 'options.backend is null'],
    [{ backend: { supports: () => true } }, 'options.backend is an object'],
  ];
  for (const [options, message] of wrongOptions) {
    const error: unknown = await computeLoss(loss, options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as Error).message).toContain(message);
  }
});
