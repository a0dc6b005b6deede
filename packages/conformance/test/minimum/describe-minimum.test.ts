import { hardmin, minimumFunctions, smoothmin, softmin, sparsemin } from '@rubato/minimum';
import type { MinimumFunction } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { collectTests, describeMinimum as describeWith } from '../../src/index.ts';
import { describeMinimum } from '../../src/vitest.ts';

for (const minimum of Object.values(minimumFunctions)) describeMinimum(minimum);

/** The laws that a minimum function breaks. */
async function broken(minimum: MinimumFunction): Promise<string[]> {
  const { runner, tests } = collectTests();
  describeWith(minimum, runner, { runs: 200 });
  const failed: string[] = [];
  for (const { name, run } of tests) await run().catch(() => failed.push(name.split(' > ')[1].split(/[:,]/)[0]));
  return failed;
}

const withWeights = (minimum: MinimumFunction, change: (weight: number, i: number) => number): MinimumFunction => ({
  ...minimum,
  evaluate(candidates, count, temperature, weights) {
    const value = minimum.evaluate(candidates, count, temperature, weights);
    for (let i = 0; i < count; i++) weights[i] = change(weights[i], i);
    return value;
  },
});

describe('wrong minimum functions', () => {
  it.each<[string, MinimumFunction, string]>([
    ['weights that are not the gradient', withWeights(softmin, (weight) => weight ** 2), 'the weights are the gradient'],
    ['weights that do not sum to 1', withWeights(sparsemin, (weight) => weight * 1.01), 'the weights sum to 1'],
    [
      'a second-order product of the wrong sign',
      {
        ...softmin,
        secondOrderProduct(candidates, count, temperature, weights, direction, product) {
          softmin.secondOrderProduct(candidates, count, temperature, weights, direction, product);
          for (let i = 0; i < count; i++) product[i] = 0 - product[i];
        },
      },
      'the second-order product is the difference of weights',
    ],
    [
      'a missing temperature derivative',
      { ...smoothmin, temperatureDerivative: () => 0 },
      'the temperature derivative is that of the value',
    ],
    ['a claim to be associative', { ...sparsemin, associative: true }, 'associative'],
    ['the regulariser of another', { ...softmin, regulariser: sparsemin.regulariser! }, 'the value is min over q of ⟨q'],
    [
      'the program of another',
      { ...softmin, program: sparsemin.program! },
      'the printable form gives the value and the weights of the code',
    ],
    [
      'a value that does not move with its candidates',
      {
        ...hardmin,
        evaluate: (candidates, count, temperature, weights) => Math.round(hardmin.evaluate(candidates, count, temperature, weights)),
      },
      'shifting all candidates shifts the value',
    ],
    [
      'a write past the end',
      {
        ...hardmin,
        evaluate: (candidates, count, temperature, weights) => {
          weights[count] = 0;
          return hardmin.evaluate(candidates, count, temperature, weights);
        },
      },
      'inputs stay as they are',
    ],
    [
      'NaN for forbidden candidates',
      {
        ...softmin,
        evaluate: (candidates, count, temperature, weights) => {
          const value = softmin.evaluate(candidates, count, temperature, weights);
          for (let i = 0; i < count; i++) if (candidates[i] === Infinity) weights[i] = NaN;
          return value;
        },
      },
      'the weights sum to 1',
    ],
  ])('%s', async (_what, minimum, law) => {
    expect(await broken(minimum)).toContain(law);
  });

  it('and none where nothing is wrong', async () => {
    for (const minimum of Object.values(minimumFunctions)) expect(await broken(minimum)).toEqual([]);
  });
});
