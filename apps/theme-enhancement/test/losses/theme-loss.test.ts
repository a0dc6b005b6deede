import { InvalidArgumentError } from '@rubato/core';
import type { Rank, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/losses/configurations.ts';
import { configurations } from '../../src/losses/configurations.ts';
import { themeCosts, themeLoss } from '../../src/losses/theme-loss.ts';
import type { ThemeTargets } from '../../src/shared-data/theme.ts';
import { expectNear } from '../network/support/expect-near.ts';
import { backend, tf } from '../network/support/tf.ts';

/** Targets of `classes` classes from the class of each frame, -1 for a rest. */
function targetsOf(perFrame: readonly number[], classes: number): ThemeTargets {
  const oneHot = (rows: readonly number[]): Float32Array =>
    Float32Array.from(rows.flatMap((label) => Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0))));
  const runs = perFrame.filter((label, n) => label !== perFrame[n - 1]);
  return {
    frames: perFrame.length,
    labels: Int32Array.from(runs.filter((label) => label >= 0)),
    weak: oneHot(runs),
    strong: oneHot(perFrame),
  };
}

const CLASSES = 3;
const short = targetsOf([0, 0, 2, 2, -1, 1], CLASSES);
const long = targetsOf([1, 1, 1, 0, 0, 2, 2, 2, -1, -1], CLASSES);

function randomLogits(batch: number, frames: number, seed: number): Tensor3D {
  return tf.randomNormal([batch, frames, CLASSES + 1], 0, 2, 'float32', seed);
}

describe.each(configurations)('the loss of %s', (configuration: Configuration) => {
  it('is the mean over a ragged batch, whatever stands past a theme, NaN included', () => {
    tf.tidy(() => {
      const logits = randomLogits(2, 10, 1);
      const first = tf.slice(logits, [0, 0, 0], [1, short.frames, -1]);
      const second = tf.slice(logits, [1, 0, 0], [1, -1, -1]);
      const padded = tf.concat([first, tf.mul(tf.ones([1, 10 - short.frames, CLASSES + 1]), NaN)], 1);
      const batch = tf.concat([padded, second], 0) as Tensor3D;
      const loss = themeLoss(configuration, backend);
      const [a] = loss([short], first).dataSync();
      const [b] = loss([long], second).dataSync();
      expect(Number.isFinite(a) && Number.isFinite(b)).toBe(true);
      expectNear(loss([short, long], batch).dataSync(), [(a + b) / 2], 1e-6);
      const gradient = tf.grad((x) => loss([short, long], x as Tensor3D))(batch);
      const alone = tf.grad((x) => loss([short], x as Tensor3D))(first);
      const [whole, one] = [gradient.dataSync(), alone.dataSync()];
      expectNear(
        whole.slice(0, one.length),
        one.map((g) => g / 2),
        1e-6,
      );
      expect(whole.slice(one.length, 10 * (CLASSES + 1)).every((g) => g === 0)).toBe(true);
    });
  });

  it('has the gradient of its differences', () => {
    tf.tidy(() => {
      const logits = randomLogits(1, 10, 3);
      // Each frame of its own, so that hard alignments have no ties nearby.
      const loss = (x: Tensor3D): number => themeCosts(configuration)([long], x, backend).raw.dataSync()[0];
      const gradient = tf.grad((x) => tf.sum(themeCosts(configuration)([long], x as Tensor3D, backend).raw))(logits);
      const direction = tf.randomNormal<Rank.R3>(logits.shape, 0, 1, 'float32', 4);
      const h = 2e-3;
      const slope = (loss(tf.add(logits, tf.mul(direction, h))) - loss(tf.sub(logits, tf.mul(direction, h)))) / (2 * h);
      expectNear(tf.sum(tf.mul(gradient, direction)).dataSync(), [slope], 2e-3);
    });
  });

  it('leaves nothing behind', () => {
    const logits = randomLogits(1, 10, 5);
    const before = tf.memory().numTensors;
    const loss = themeLoss(configuration, backend);
    tf.tidy(() =>
      tf
        .grad((x) => loss([long], x as Tensor3D))(logits)
        .dataSync(),
    );
    loss([long], logits).dispose();
    expect(tf.memory().numTensors).toBe(before);
    logits.dispose();
  });

  it('gives the blank a gradient under CTC only', () => {
    tf.tidy(() => {
      const gradient = tf.grad((x) => themeLoss(configuration, backend)([long], x as Tensor3D))(randomLogits(1, 10, 6));
      const ofBlank = tf.max(tf.abs(tf.slice(gradient, [0, 0, CLASSES], [-1, -1, 1]))).dataSync()[0];
      expect(ofBlank > 0).toBe(configuration.startsWith('CTC'));
    });
  });
});

describe('what does not fit', () => {
  const loss = themeLoss('SDTW-D', backend);
  const refusal = (call: () => unknown): InvalidArgumentError => {
    try {
      call();
    } catch (error) {
      if (error instanceof InvalidArgumentError) return error;
      throw error;
    }
    return expect.fail('nothing was refused');
  };

  it('is refused by name', () => {
    tf.tidy(() => {
      const logits = randomLogits(1, 10, 7);
      expect(refusal(() => themeLoss('CTC-D' as Configuration)).argument).toBe('configuration');
      expect(refusal(() => loss([], logits)).argument).toBe('logits');
      expect(refusal(() => loss([short, long], logits)).argument).toBe('logits');
      expect(refusal(() => loss([targetsOf([0, 1], 4)], logits)).argument).toBe('batch.strong');
      expect(refusal(() => loss([{ ...long, frames: 11 }], logits)).index).toEqual([0]);
      expect(refusal(() => loss([{ ...long, weak: Float32Array.of(0, 1, 0, 1, 1, 0) }], logits)).index).toEqual([1]);
      expect(refusal(() => loss([{ ...long, weak: Float32Array.of(0, NaN, 0) }], logits)).argument).toBe('batch.weak');
      expect(refusal(() => loss([{ ...long, weak: new Float32Array(0) }], logits)).argument).toBe('batch.weak');
      const ctc = themeLoss('CTC-A', backend);
      expect(refusal(() => ctc([{ ...long, labels: Int32Array.of(0, 3) }], logits)).index).toEqual([0, 1]);
    });
  });
});

it('divides by 1/2 where the published code divides by 0', () => {
  tf.tidy(() => {
    const logits = randomLogits(1, 2, 8);
    const one = targetsOf([1, 1], CLASSES);
    for (const configuration of ['SDTW-E', 'EM'] as const) {
      const { raw, normalisers } = themeCosts(configuration)([one], logits, backend);
      expect(normalisers).toEqual([0.5]);
      expect(Number.isFinite(raw.dataSync()[0])).toBe(true);
    }
    expect(themeCosts('CTC-A')([{ ...one, labels: new Int32Array(0) }], logits, backend).normalisers).toEqual([0.5]);
  });
});
