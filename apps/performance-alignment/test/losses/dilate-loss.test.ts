import { computeLossSync, dilate } from '@rubato/analysis';
import { createRandom, normaliseProblem, openReference } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import { tensor3d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { dilateLoss, dilateOfCosts, truthPenalty } from '../../src/losses/dilate-loss.ts';
import { expectNear } from '../support/expect-near.ts';
import { smallData } from '../support/small-data.ts';
import { backend } from '../support/tensors.ts';

const frames = 14;
const batch = smallData(frames).training.slice(0, 2);

it.each([0, 0.1, 1])('is DILATE of @rubato/analysis on the reference solver, gradient included; α = %d', (alpha) => {
  const random = createRandom(3);
  const costs = Float64Array.from({ length: 2 * frames * frames }, () => 2 * random());
  const penalty = truthPenalty(batch);
  const shape = [2, frames, frames] as const;
  const temperature = 0.1;
  const own = dilateOfCosts(costs, penalty, shape, { alpha, temperature }, backend);
  const problem = normaliseProblem({ ...softDtw({ temperature }), cost: { kind: 'dense', data: costs, shape } });
  const { values, gradient } = computeLossSync(dilate(problem, { alpha, penalty }), { backend: openReference(), gradient: true });
  expect(own.value).toBeCloseTo((values[0] + values[1]) / (2 * frames), 9);
  expectNear(
    own.gradient,
    gradient!.data.map((value) => value / (2 * frames)),
    1e-5,
  );
});

it('takes squared distances of features for costs', () => {
  const { dimension } = batch[0];
  const [score, performance] = (['score', 'performance'] as const).map((side) => batch.flatMap((slice) => [...slice[side]]));
  const costs = new Float64Array(2 * frames * frames);
  for (let row = 0; row < 2 * frames; row++) {
    for (let m = 0; m < frames; m++) {
      const column = Math.floor(row / frames) * frames + m;
      for (let c = 0; c < dimension; c++)
        costs[row * frames + m] += (score[row * dimension + c] - performance[column * dimension + c]) ** 2;
    }
  }
  const settings = { alpha: 0.2, temperature: 0.3 };
  const { value } = dilateOfCosts(costs, truthPenalty(batch), [2, frames, frames], settings, backend);
  const tensorOf = (data: number[]) => tensor3d(data, [2, frames, dimension]);
  expect(dilateLoss(batch, tensorOf(score), tensorOf(performance), settings, backend).dataSync()[0]).toBeCloseTo(value, 4);
});
