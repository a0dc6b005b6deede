import { diagnose, diagnosisRequest, fourStepSchedule } from '@rubato/analysis';
import { normaliseProblem } from '@rubato/core';
import { softDtw, table1 } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { alignmentLoss, linearSchedule, plateauSchedule, softDtwDivergence, softDtwLoss, temperatureCallback } from '../../src/index.ts';
import { backends } from '../support/backends.ts';
import { randomTensor } from '../support/random-tensor.ts';
import { expectRefusal } from '../support/refusal.ts';
import { layers, tf } from '../support/tf.ts';

const [, backend] = backends[0];
const inputs = randomTensor([4, 5, 2], 1);
const targets = randomTensor([4, 6, 3], 2);

describe('temperatureCallback', () => {
  it('sets the temperature of a loss in model.fit epoch by epoch, and writes it into the history', async () => {
    const annealing = temperatureCallback(linearSchedule({ from: 4, to: 1, epochs: 3 }));
    const { temperature } = annealing;
    // tfjs takes targets of other lengths where the number of frames is left open.
    const dense = layers.layers.dense({ units: 3, inputShape: [null, 2] });
    const model = layers.sequential({ layers: [dense] });
    // Nothing is trained: the loss changes with the temperature alone.
    model.compile({ optimizer: tf.train.sgd(0), loss: (y, x) => softDtwLoss(y, x, { backend, temperature }) });
    const predictions = model.predict(inputs) as typeof inputs;
    const lossAt = (gamma: number) => softDtwLoss(targets, predictions, { backend, temperature: gamma }).dataSync()[0];
    expect(temperature()).toBe(4);
    const { history } = await model.fit(inputs, targets, { epochs: 5, batchSize: 4, callbacks: annealing });
    expect(history['temperature']).toEqual([4, 3, 2, 1, 1]);
    [4, 3, 2, 1, 1].forEach((gamma, epoch) => expect(history['loss'][epoch]).toBeCloseTo(lossAt(gamma), 4));
    expect(lossAt(4)).toBeLessThan(lossAt(1) - 1);
    // Training that goes on is where it was.
    const again = await model.fit(inputs, targets, { initialEpoch: 2, epochs: 4, callbacks: [annealing] });
    expect(again.history['temperature']).toEqual([2, 1]);
    expect(temperature()).toBe(1);
  });

  it('stands beside callbacks of tfjs itself', async () => {
    const annealing = temperatureCallback(linearSchedule({ from: 2, to: 1, epochs: 1 }));
    const model = layers.sequential({ layers: [layers.layers.dense({ units: 3, inputShape: [null, 2] })] });
    model.compile({ optimizer: 'sgd', loss: (y, x) => softDtwLoss(y, x, { backend, temperature: annealing.temperature }) });
    const stop = layers.callbacks.earlyStopping({ monitor: 'temperature', patience: 1 });
    const { history } = await model.fit(inputs, targets, { epochs: 9, callbacks: [new layers.CustomCallback(annealing), stop] });
    // It went down once, and then stayed.
    expect(history['temperature']).toEqual([2, 1, 1]);
  });

  it('follows a plateau schedule, which is told the loss of each epoch', async () => {
    const schedule = plateauSchedule({ from: 2, to: 0.5, patience: 2 });
    const annealing = temperatureCallback(schedule);
    const model = layers.sequential({ layers: [layers.layers.dense({ units: 3, inputShape: [null, 2] })] });
    // Nothing is trained: each temperature is a plateau.
    const { temperature } = annealing;
    model.compile({ optimizer: tf.train.sgd(0), loss: (y, x) => softDtwLoss(y, x, { backend, temperature }) });
    const { history } = await model.fit(inputs, targets, { epochs: 7, batchSize: 4, shuffle: false, callbacks: annealing });
    expect(history['temperature']).toEqual([2, 2, 2, 1, 1, 1, 0.5]);
    expect(schedule.temperature).toBe(0.5);
    const other = temperatureCallback(plateauSchedule({ from: 2, to: 1, patience: 1 }), { monitor: 'val_loss' });
    void other.onEpochEnd(0, { loss: 1, val_loss: 3 });
    void other.onEpochEnd(1, { loss: 0.5, val_loss: 3 });
    void other.onEpochBegin(2);
    expect(other.temperature()).toBe(1);
    expectRefusal(() => void other.onEpochEnd(3, { loss: 1 }), { argument: 'logs.val_loss', index: [3] });
    expectRefusal(() => temperatureCallback(schedule, { monitor: 1 as never }), { argument: 'options.monitor' });
    expectRefusal(() => temperatureCallback(schedule, { watch: 'loss' } as never), { argument: 'options.watch' });
  });

  it('follows the four-step recipe, which is told what the modified targets look like', async () => {
    const schedule = fourStepSchedule({ from: 8, to: 0.25, initialReports: 2 });
    const kernelInitializer = layers.initializers.glorotUniform({ seed: 1 });
    const model = layers.sequential({ layers: [layers.layers.dense({ units: 3, inputShape: [null, 2], kernelInitializer })] });
    const [N, M, D] = [5, 6, 3];
    const energyLosses: number[] = [];
    const annealing = temperatureCallback(schedule, {
      inspect: async () => {
        const predictions = model.predict(inputs) as typeof inputs;
        const sides = { x: await predictions.data<'float32'>(), y: await targets.data<'float32'>() };
        const cost = { kind: 'features', ...sides, shape: [4, N, M], dimension: D, localCost: { name: 'squaredEuclidean' } } as const;
        const problem = normaliseProblem({ ...softDtw({ temperature: schedule.temperature }), cost });
        const inspection = diagnose(problem, await backend.solve(problem, diagnosisRequest)).inspection!;
        energyLosses.push(inspection.energyLoss);
        return inspection;
      },
    });
    const { temperature } = annealing;
    model.compile({ optimizer: tf.train.sgd(0), loss: (y, x) => softDtwLoss(y, x, { backend, temperature }) });
    const { history } = await model.fit(inputs, targets, { epochs: 4, batchSize: 4, callbacks: annealing });
    // Two reports at first; the targets are blurred, so that the second of them begins the way down.
    expect(history['temperature']).toEqual([8, 8, 4, 2]);
    expect(schedule.phase).toBe('reduce');
    // Colder, and so sharper.
    expect(energyLosses[3]).toBeLessThan(energyLosses[0]);
  });

  it('tells the four-step recipe what it is told, waits for it, and refuses what is no inspection', async () => {
    const schedule = fourStepSchedule({ from: 2, to: 1, initialReports: 1 });
    const reports = [{ energyLoss: 0.5, imbalance: 0, collapsed: false }, 0.5 as never];
    const callback = temperatureCallback(schedule, { inspect: () => reports.shift()! });
    const logs: Record<string, number> = {};
    await callback.onEpochEnd(0, logs);
    expect([logs['temperature'], schedule.temperature]).toEqual([2, 1]);
    await expect(callback.onEpochEnd(1, logs)).rejects.toMatchObject({ argument: 'inspection' });
    expectRefusal(() => temperatureCallback(schedule, {} as never), { argument: 'options.inspect', found: 'undefined' });
    // @ts-expect-error -- the types say so too: the logs have nothing that it could be told
    expectRefusal(() => temperatureCallback(schedule, { monitor: 'loss' }), { argument: 'options.monitor' });
    // @ts-expect-error -- nor does a plateau schedule take an inspection
    expectRefusal(() => temperatureCallback(plateauSchedule({ from: 2, to: 1 }), { inspect: () => reports[0] }), {
      argument: 'options.inspect',
    });
  });

  it('refuses a schedule that gives no temperature, with the epoch', async () => {
    expectRefusal(() => temperatureCallback(() => 0), { argument: 'schedule', index: [0], found: '0' });
    expectRefusal(() => temperatureCallback(3 as never), { argument: 'schedule', expected: /a function/ });
    const callback = temperatureCallback((epoch) => 1 - epoch);
    expectRefusal(() => void callback.onEpochBegin(1), { argument: 'schedule', index: [1] });
    expect(callback.temperature()).toBe(1);
  });
});

describe('a temperature as a function', () => {
  const x = randomTensor([2, 5, 3], 3);
  const y = randomTensor([2, 4, 3], 4);

  it('is asked at each call, by every loss that has a temperature', () => {
    let now: number | number[] = 2;
    const temperature = () => now;
    const logits = randomTensor([2, 5, 3], 5);
    const settings = { backend, temperature };
    const losses = [
      [() => softDtwLoss(y, x, settings), (gamma: number) => softDtwLoss(y, x, { backend, temperature: gamma })],
      [() => softDtwDivergence(y, x, settings), (gamma: number) => softDtwDivergence(y, x, { backend, temperature: gamma })],
      [
        () => alignmentLoss(softDtw({ temperature: 9 }), settings)(y, x),
        (gamma: number) => alignmentLoss(softDtw({ temperature: gamma }), { backend })(y, x),
      ],
      [
        () => alignmentLoss((labels) => table1('CTC-B', 'paper', labels), settings)([[1], [2]], logits),
        (gamma: number) =>
          alignmentLoss((labels) => ({ ...table1('CTC-B', 'paper', labels), temperature: gamma }), { backend })([[1], [2]], logits),
      ],
    ] as const;
    for (const [loss, lossAt] of losses) {
      const values = [2, 0.5].map((gamma) => {
        now = gamma;
        const [value] = loss().dataSync();
        expect(value).toBe(lossAt(gamma).dataSync()[0]);
        return value;
      });
      expect(values[0]).not.toBeCloseTo(values[1], 2);
    }
    now = [2, 0.5];
    expect(softDtwLoss(y, x, settings).dataSync()).toEqual(softDtwLoss(y, x, { backend, temperature: [2, 0.5] }).dataSync());
  });

  it('is refused where it gives none', () => {
    for (const loss of [softDtwLoss, softDtwDivergence]) {
      const at = (temperature: unknown) => () => loss(y, x, { backend, temperature: temperature as never });
      expectRefusal(
        at(() => undefined),
        { argument: 'options.temperature', found: 'undefined' },
      );
      expectRefusal(
        at(() => -1),
        { argument: 'options.temperature', found: '-1' },
      );
      expectRefusal(at([1, 0]), { argument: 'options.temperature', index: [1] });
      expectRefusal(at('1'), { argument: 'options.temperature' });
    }
    const own = alignmentLoss({ ...softDtw(), temperature: 0 }, { backend });
    expectRefusal(() => own(y, x), { argument: 'temperature' });
  });
});
