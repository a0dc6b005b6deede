import { UnsupportedError } from '@rubato/core';
import { ctc, oneHotTargets, table1, twoOneSoftDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { alignmentLoss, ctcLoss, packTargets } from '../src/index.ts';
import type { Labels } from '../src/index.ts';
import { backends } from './support/backends.ts';
import { expectFiniteDifferences } from './support/finite-differences.ts';
import { randomTensor } from './support/random-tensor.ts';
import { expectRefusal } from './support/refusal.ts';

const [, cpu] = backends[0];
const [, wasm] = backends[1];
const logits = randomTensor([2, 6, 4], 8);
const labels = [[1, 2], [3]];
const oneHot = (each: Labels) => oneHotTargets(each, 4);

describe('alignmentLoss', () => {
  it('has the gradients that its values have, for features and for labels', () => {
    const options = { backend: cpu, reduction: 'sum' } as const;
    const twoOne = alignmentLoss(twoOneSoftDtw({ temperature: 0.5 }), options);
    const targets = randomTensor([2, 5, 4], 9);
    expectFiniteDifferences((x) => twoOne(targets, x), logits);
    expectFiniteDifferences((y) => twoOne(y, logits), targets);
    const byClass = alignmentLoss((each) => table1('CTC-B-W', 'paper', each), options);
    expectFiniteDifferences((x) => byClass(labels, x), logits);
    const sdtw = alignmentLoss((each) => table1('SDTW-E-W', 'paper', each), {
      ...options,
      localCost: { name: 'negativeLogLikelihood', parameters: { input: 'logits', rests: 'free' } },
      columns: (each) => oneHotTargets(each, 4),
    });
    expectFiniteDifferences((x) => sdtw([[1, -1, 2], [3]], x), logits);
  });

  it('of the CTC preset is ctcLoss, packed targets too', () => {
    const loss = alignmentLoss((each) => ctc(each), { backend: wasm });
    const expected = ctcLoss(labels, logits, { backend: wasm }).dataSync();
    expect(loss(labels, logits).dataSync()).toEqual(expected);
    expect(loss(packTargets(labels, { shape: [6, 4] }), logits).dataSync()).toEqual(expected);
    expect(loss(labels, logits, { reduction: 'sum' }).dataSync()[0]).toBeCloseTo(2 * expected[0], 5);
  });

  it('computes with the first backend that can, and says why none can', () => {
    const smooth = { ...twoOneSoftDtw(), minimum: 'smoothmin' };
    expect(() => alignmentLoss(smooth, { backend: wasm })(logits, logits)).toThrow(UnsupportedError);
    const value = alignmentLoss(smooth, { backend: cpu })(logits, logits).dataSync();
    expect(alignmentLoss(smooth, { backend: [wasm, cpu] })(logits, logits).dataSync()).toEqual(value);
  });

  it('refuses what does not fit', () => {
    expectRefusal(() => alignmentLoss(twoOneSoftDtw(), { gamma: 1 } as never), { argument: 'options.gamma' });
    expectRefusal(() => alignmentLoss(twoOneSoftDtw(), null as never), { argument: 'options', found: 'null' });
    expectRefusal(() => alignmentLoss(twoOneSoftDtw())(logits, logits, null as never), { argument: 'options', found: 'null' });
    // Where features are aligned, nothing has classes or labels.
    expectRefusal(() => alignmentLoss(twoOneSoftDtw(), { input: 'logits' }), { argument: 'options.input', expected: /^none/ });
    expectRefusal(() => alignmentLoss(twoOneSoftDtw(), { columns: oneHot }), { argument: 'options.columns', expected: /^none/ });
    const rows = (each: Labels) => table1('SDTW-D', 'paper', each);
    const inputOfRows = alignmentLoss(rows, { columns: oneHot, input: 'logits', backend: cpu });
    expectRefusal(() => inputOfRows(labels, logits), { argument: 'options.input', expected: /^none/ });
    expectRefusal(() => alignmentLoss(rows, { columns: 3 as never }), { argument: 'options.columns', found: '3' });
    for (const made of [undefined, null, 7, {}, { data: new Float32Array(3), shape: [2, 1, 4] }, { data: [1], shape: [1, 1, 1] }]) {
      const loss = alignmentLoss(rows, { columns: () => made as never, backend: cpu });
      expectRefusal(() => loss(labels, logits), { argument: 'options.columns', expected: /\{ data, shape \}/ });
    }
    const byRow = alignmentLoss((each) => table1('SDTW-D', 'paper', each), { backend: cpu });
    expectRefusal(() => byRow(labels, logits), { argument: 'options.columns', expected: /oneHotTargets/ });
    const byClass = alignmentLoss((each) => ctc(each, { blank: 3 }), { backend: cpu });
    expectRefusal(() => byClass(labels, logits), { argument: 'targets', index: [1, 0] });
    expectRefusal(() => alignmentLoss((each) => ctc(each), { backend: cpu })([[4], []], logits), { argument: 'targets', index: [0, 0] });
  });
});
