import { expect, it } from 'vitest';
import { evaluate, gdtwAligner, rawFeatures } from '../../src/evaluation/evaluate.ts';
import { tryLambdas } from '../../src/evaluation/try-lambdas.ts';
import { warp } from '../support/settings.ts';
import { smallData } from '../support/small-data.ts';

const { validation } = smallData();

it('asks about a grid, then around its best', async () => {
  const candidates = await tryLambdas([0.01, 0.2, 4], warp, validation, rawFeatures);
  const values = candidates.map(({ value }) => value);
  const errorAt = (lambda: number): number => candidates.find(({ value }) => value === lambda)!.validationError;
  const best = [0.01, 0.2, 4].reduce((a, b) => (errorAt(b) < errorAt(a) ? b : a));
  const around = [0.6, 0.7, 0.85, 1.2, 1.4, 1.7].map((factor) => Number((factor * best).toPrecision(3)));
  expect(values).toEqual([0.01, 0.2, 4, ...around].toSorted((a, b) => a - b));
  for (const { value, validationError } of candidates) {
    expect(validationError).toBe((await evaluate(validation, rawFeatures, gdtwAligner({ ...warp, lambda: value }))).timeError);
  }
});

it('asks about nothing beside a single value, and looks at each slice once', async () => {
  let looks = 0;
  const view: typeof rawFeatures = (slice) => {
    looks++;
    return slice;
  };
  expect((await tryLambdas([0.5], warp, validation, view)).map(({ value }) => value)).toEqual([0.5]);
  expect(looks).toBe(validation.length);
});

it('stops when it is told to', async () => {
  await expect(tryLambdas([0.5, 1], warp, validation, rawFeatures, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});
