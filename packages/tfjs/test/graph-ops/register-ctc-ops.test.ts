import { loadGraphModel, registerOp } from '@tensorflow/tfjs-converter';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { registerCtcOps } from '../../src/index.ts';
import { randomTensor } from '../support/random-tensor.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';
import { runOp } from './support/run-op.ts';

/** A converted graph of one operation. */
const modelTopology = {
  versions: { producer: 1 },
  node: [
    { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim: [{ size: '-1' }, { size: '-1' }, { size: '3' }] } } } },
    { name: 'lengths', op: 'Placeholder', attr: { dtype: { type: 'DT_INT32' }, shape: { shape: { dim: [{ size: '-1' }] } } } },
    {
      name: 'decoder',
      op: 'CTCGreedyDecoder',
      input: ['x', 'lengths'],
      attr: { merge_repeated: { b: true }, blank_index: { i: '-1' }, T: { type: 'DT_FLOAT' } },
    },
  ],
}; // prettier-ignore

it('lets a converted graph run', async () => {
  registerCtcOps({ registerOp });
  const model = await loadGraphModel(tf.io.fromMemory({ modelTopology, weightSpecs: [], weightData: new ArrayBuffer(0) }));
  const inputs = { x: randomTensor([6, 2, 3], 2), lengths: tf.tensor1d([6, 4], 'int32') };
  const outputs = model.execute(inputs, ['decoder:1', 'decoder:3']) as Tensor[];
  const expected = runOp('CTCGreedyDecoder', [inputs.x, inputs.lengths], { merge_repeated: true });
  expect(outputs.map((each) => each.arraySync())).toEqual([expected[1], expected[3]].map((each) => each.arraySync()));
});

it('refuses what cannot register', () => {
  expectRefusal(() => registerCtcOps({} as never), { argument: 'tf', expected: /registerOp/ });
  expectRefusal(() => registerCtcOps({ registerOp }, { backends: [] } as never), { argument: 'options.backends' });
});
