import { InvalidArgumentError } from '@rubato/core';
import { FileFormatError, readSafetensors, writeSafetensors } from '@rubato/io';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { themeLoss } from '../../src/losses/theme-loss.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/training/checkpoint.ts';
import { parametersOf } from '../../src/training/parameters.ts';
import type { Training } from '../../src/training/training.ts';
import { backend } from '../network/support/tf.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { createNetwork, createTraining } from './support/small-training.ts';

const identity = { configuration: 'CTC-A', seed: 1 };
const loss = themeLoss('CTC-A', backend);
const parameters = parametersOf(createNetwork());

/** All that a training has become, but for the time that it took. */
function resultOf({ state, model }: Training): unknown {
  return { ...state, seconds: undefined, outputs: model.getWeights().map((weight) => weight.dataSync()) };
}

describe('a checkpoint', () => {
  it.each([1, 2, 3, 4, 7])('lets a training go on after step %i as if it had never stopped', async (stop) => {
    const path = join(temporaryFolder(), 'CTC-A.safetensors');
    const uninterrupted = await createTraining(loss).run();

    const controller = new AbortController();
    const first = createTraining(loss).run({
      signal: controller.signal,
      onStep: ({ adam }) => adam.steps === stop && controller.abort(),
      onPause: (state, due) => due && writeCheckpoint(path, identity, parameters, state),
    });
    await expect(first).rejects.toThrow('aborted');

    const found = readCheckpoint(path, identity, parameters)!;
    expect(found.adam.steps).toBe(stop);
    expect(resultOf(await createTraining(loss, {}, found).run())).toEqual(resultOf(uninterrupted));
  });

  it('of a training that is over lets it go on for more epochs', async () => {
    const path = join(temporaryFolder(), 'CTC-A.safetensors');
    const { state } = await createTraining(loss, { epochs: 1 }).run();
    writeCheckpoint(path, identity, parameters, state);
    const longer = await createTraining(loss, {}, readCheckpoint(path, identity, parameters)).run();
    expect(resultOf(longer)).toEqual(resultOf(await createTraining(loss).run()));
  });

  it('is absent, or of another training, or broken, and each is said', () => {
    const path = join(temporaryFolder(), 'CTC-A.safetensors');
    expect(readCheckpoint(path, identity, parameters)).toBe(undefined);

    writeCheckpoint(path, identity, parameters, createTraining(loss).state);
    expect(readCheckpoint(path, identity, parameters)).toMatchObject({ history: [], batchesDone: 0 });
    expect(() => readCheckpoint(path, { ...identity, seed: 2 }, parameters)).toThrow(InvalidArgumentError);
    expect(() => readCheckpoint(path, { ...identity, seed: 2 }, parameters)).toThrow('of a training with seed 1; expected one with seed 2');

    const bytes = readFileSync(path);
    const { tensors, metadata } = readSafetensors(bytes);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    expect(() => readCheckpoint(path, identity, parameters)).toThrow(FileFormatError);
    const without = new Map([...tensors].slice(1));
    writeFileSync(path, writeSafetensors(without, { metadata }));
    expect(() => readCheckpoint(path, identity, parameters)).toThrow('has no tensor');
    writeFileSync(path, writeSafetensors(tensors, { metadata: new Map([...metadata, ['training', '{"steps": 1}']]) }));
    expect(() => readCheckpoint(path, identity, parameters)).toThrow('metadata training.history is missing; expected a list');
    writeFileSync(path, writeSafetensors(tensors, { metadata: new Map([...metadata, ['identity', 'seed 1']]) }));
    expect(() => readCheckpoint(path, identity, parameters)).toThrow('no readable metadata "identity"');
  });

  it('is no folder, and says so', () => {
    expect(() => readCheckpoint(temporaryFolder(), identity, parameters)).toThrow(InvalidArgumentError);
    expect(() => readCheckpoint(temporaryFolder(), identity, parameters)).toThrow('is no file; expected a checkpoint');
  });

  it('of a training that diverged is read as it was written', () => {
    const path = join(temporaryFolder(), 'CTC-A.safetensors');
    const { state } = createTraining(loss);
    const history = [{ trainingLoss: Number.NaN, validationLoss: -Infinity, learningRate: 0.01 }];
    const diverged = { ...state, history, lossSum: Infinity, adam: { ...state.adam, steps: 3 }, plateau: { ...state.plateau, epochs: 1 } };
    writeCheckpoint(path, identity, parameters, diverged);
    const found = readCheckpoint(path, identity, parameters);
    expect(found).toEqual(diverged);
    expect(createTraining(loss, {}, found).ending).toBe('diverged');
  });
});
