import { FileFormatError } from '@rubato/io';
import { describe, expect, it } from 'vitest';
import { parseMetadata, printMetadata } from '../../src/training/metadata.ts';
import { startState } from '../../src/training/training-state.ts';

const record = { trainingLoss: 2, validationLoss: 1.5, learningRate: 0.01 };
const plateau = { learningRate: 0.01, bestLoss: 1.5, bestEpoch: 1, epochs: 2, stopped: false };
const whole = { steps: 7, plateau, batchesDone: 1, lossSum: 0.5, history: [record, { ...record, validationLoss: 1.75 }], seconds: 2 };
const read = (metadata: unknown) => parseMetadata('a file', JSON.stringify(metadata));

describe('metadata of a checkpoint', () => {
  it('is read as it was written, numbers that are not finite too', () => {
    expect(read(whole)).toEqual(whole);
    const state = startState(new Map(), { learningRate: 0.01, patience: 1, stopAfter: 2 });
    state.lossSum = -Infinity;
    state.history.push({ ...record, trainingLoss: Infinity, validationLoss: Number.NaN });
    state.plateau = { ...state.plateau, epochs: 1 };
    state.adam.steps = 4;
    const text = printMetadata(state);
    expect(JSON.parse(text)).toMatchObject({ lossSum: '-inf', history: [{ trainingLoss: 'inf', validationLoss: 'nan' }] });
    const { adam: _, weights: __, best: ___, ...rest } = state;
    expect(parseMetadata('a file', text)).toEqual({ ...rest, steps: 4 });
  });

  it.each<[string, unknown]>([
    ['training is [', ['x']],
    ['training is null', null],
    ['training.batchesDone is -3', { ...whole, batchesDone: -3 }],
    ['training.batchesDone is 0.5', { ...whole, batchesDone: 0.5 }],
    ['training.steps is 7', { ...whole, batchesDone: 5 }],
    ['training.steps is 1e+30', { ...whole, steps: 1e30 }],
    ['training.steps is 8', { ...whole, steps: 8 }],
    ['training.history[0] is 5', { ...whole, history: [5, record] }],
    ['training.history is {}', { ...whole, history: {} }],
    ['training.history[1].trainingLoss is null', { ...whole, history: [record, { ...record, trainingLoss: null }] }],
    ['training.history[0].learningRate is "inf"', { ...whole, history: [{ ...record, learningRate: 'inf' }, record] }],
    ['training.plateau is missing', { ...whole, plateau: undefined }],
    ['training.plateau.bestEpoch is missing', { ...whole, plateau: { ...plateau, bestEpoch: undefined } }],
    ['training.plateau.bestEpoch is 3', { ...whole, plateau: { ...plateau, bestEpoch: 3 } }],
    ['training.plateau.bestLoss is 1', { ...whole, plateau: { ...plateau, bestLoss: 1 } }],
    ['training.plateau.epochs is 1', { ...whole, plateau: { ...plateau, epochs: 1 } }],
    ['training.plateau.stopped is missing', { ...whole, plateau: { ...plateau, stopped: undefined } }],
    ['training.plateau.learningRate is -1', { ...whole, plateau: { ...plateau, learningRate: -1 } }],
    ['training.lossSum is "much"', { ...whole, lossSum: 'much' }],
    ['training.seconds is -1', { ...whole, seconds: -1 }],
  ])('is refused where %s', (message, metadata) => {
    expect(() => read(metadata)).toThrow(FileFormatError);
    expect(() => read(metadata)).toThrow(`a file: metadata ${message}`);
  });

  it('is refused where it is no JSON, or missing', () => {
    expect(() => parseMetadata('a file', '{')).toThrow('a file has metadata "training" that is no JSON');
    expect(() => parseMetadata('a file', undefined)).toThrow('a file has no metadata "training"');
  });
});
