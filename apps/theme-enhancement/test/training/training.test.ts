import { describe, expect, it } from 'vitest';
import { configurations } from '../../src/losses/configurations.ts';
import { themeLoss } from '../../src/losses/theme-loss.ts';
import { backend, tf } from '../network/support/tf.ts';
import { createTraining, data } from './support/small-training.ts';

const strong = themeLoss('strong', backend);

describe.each(configurations)('training under %s', (configuration) => {
  it('lowers the loss, and keeps no tensor', async () => {
    const training = createTraining(themeLoss(configuration, backend), { epochs: 2 });
    const before = training.meanLoss(data.training);
    const tensors = tf.memory().numTensors;
    const counts: number[] = [];
    await training.run({ onStep: () => counts.push(tf.memory().numTensors) });
    expect(training.meanLoss(data.training)).toBeLessThan(before - 0.1 * Math.abs(before));
    expect(counts).toHaveLength(6);
    expect(new Set([...counts, tf.memory().numTensors])).toEqual(new Set([tensors]));
    training.model.dispose();
  });
});

describe('a training', () => {
  it('gives the same numbers each time, and others for another order', async () => {
    const first = await createTraining(strong).run();
    const second = await createTraining(strong).run();
    const third = await createTraining(strong, { seed: 2 }).run();
    expect(second.state.history).toEqual(first.state.history);
    expect(second.state.weights).toEqual(first.state.weights);
    expect(third.state.history).not.toEqual(first.state.history);
    expect(first.ending).toBe('all epochs');
  });

  it('stops where validation does not improve any more, and goes back to the best weights', async () => {
    // Much too fast: it soon gets worse.
    const training = await createTraining(strong, { epochs: 50, learningRate: 3, patience: 1, stopAfter: 2 }).run();
    const { plateau, history } = training.state;
    expect(training.ending).toBe('no improvement');
    expect(plateau.epochs).toBe(plateau.bestEpoch + 2);
    expect(plateau.learningRate).toBeLessThan(3);
    const losses = history.map(({ validationLoss }) => validationLoss);
    expect(plateau.bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(training.meanLoss(data.validation)).toBe(Math.min(...losses));
  });

  it('ends where its network diverges, without an error', async () => {
    const tensors = tf.memory().numTensors;
    const training = await createTraining(strong, { epochs: 50, learningRate: 1e38 }).run();
    const { history, plateau, batchesDone, adam } = training.state;
    expect(training.ending).toBe('diverged');
    expect(history.at(-1)).toMatchObject({ validationLoss: Number.NaN });
    expect({ batchesDone, steps: adam.steps }).toEqual({ batchesDone: 0, steps: 3 * plateau.epochs });
    training.model.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('holds no more after 500 steps than after one', async () => {
    const memory: string[] = [];
    const training = createTraining(themeLoss('CTC-A', backend), { batchSize: 1, epochs: 50, stopAfter: 100 });
    await training.run({ onStep: () => memory.push(`${tf.memory().numTensors} tensors, ${tf.memory().numBytes} bytes`) });
    expect(memory).toHaveLength(500);
    expect(new Set(memory).size).toBe(1);
  });

  it('stops between two steps when it is told to', async () => {
    const controller = new AbortController();
    const training = createTraining(strong);
    const pauses: boolean[] = [];
    const ran = training.run({
      signal: controller.signal,
      onStep: ({ batchesDone }) => batchesDone === 2 && controller.abort(),
      onPause: (_, due) => pauses.push(due),
    });
    await expect(ran).rejects.toThrow('aborted');
    expect(training.state.adam.steps).toBe(2);
    expect(pauses).toEqual([false, false, true]);
  });
});
