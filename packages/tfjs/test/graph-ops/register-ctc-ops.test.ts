import { openReference } from '@rubato/core';
import { loadGraphModel, registerOp } from '@tensorflow/tfjs-converter';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { registerCtcOps } from '../../src/index.ts';
import { randomTensor } from '../support/random-tensor.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';
import { runOp } from './support/run-op.ts';

const [FLOAT, INT32] = ['DT_FLOAT', 'DT_INT32'];
const placeholder = (name: string, type: string, ...sides: readonly number[]) => ({
  name,
  op: 'Placeholder',
  attr: { dtype: { type }, shape: { shape: { dim: sides.map((size) => ({ size: String(size) })) } } },
});

/** Runs a converted graph of one operation, with attributes as they stand in a graph's file. */
async function runGraph(op: string, inputs: Readonly<Record<string, Tensor>>, attr: object, outputs: readonly number[]): Promise<Tensor[]> {
  const names = Object.keys(inputs);
  const placeholders = names.map((name) =>
    placeholder(name, inputs[name].dtype === 'int32' ? INT32 : FLOAT, ...inputs[name].shape.map(() => -1)),
  );
  const modelTopology = { versions: { producer: 1 }, node: [...placeholders, { name: 'op', op, input: names, attr }] };
  const model = await loadGraphModel(tf.io.fromMemory({ modelTopology, weightSpecs: [], weightData: new ArrayBuffer(0) }));
  return model.execute(
    inputs,
    outputs.map((k) => `op:${k}`),
  ) as Tensor[];
}

registerCtcOps({ registerOp }, { backend: openReference() });
const x = randomTensor([6, 2, 3], 2);
const lengths = tf.tensor1d([6, 4], 'int32');
const read = (tensors: readonly Tensor[]) => tensors.map((each) => each.arraySync());

it('lets a converted graph run CTCGreedyDecoder', async () => {
  const attr = { merge_repeated: { b: true }, blank_index: { i: '-1' }, T: { type: FLOAT } };
  const outputs = await runGraph('CTCGreedyDecoder', { x, lengths }, attr, [1, 3]);
  const expected = runOp('CTCGreedyDecoder', [x, lengths], { merge_repeated: true });
  expect(read(outputs)).toEqual(read([expected[1], expected[3]]));
});

it('lets a converted graph run CTCBeamSearchDecoder', async () => {
  const attr = { beam_width: { i: '20' }, top_paths: { i: '2' }, merge_repeated: { b: false }, T: { type: FLOAT } };
  const outputs = await runGraph('CTCBeamSearchDecoder', { x, lengths }, attr, [0, 1, 2, 3, 4, 5, 6]);
  const expected = runOp('CTCBeamSearchDecoder', [x, lengths], { beam_width: 20, top_paths: 2, merge_repeated: false });
  expect(read(outputs)).toEqual(read(expected));
  expect(outputs[6].shape).toEqual([2, 2]);
});

it('lets a converted graph run CTCLoss', async () => {
  const indices = tf.tensor2d([0, 0, 0, 1, 0, 2, 1, 0], [4, 2], 'int32');
  const inputs = { x, indices, values: tf.tensor1d([0, 0, 1, 1], 'int32'), lengths };
  for (const collapse of [true, false]) {
    const flags = { preprocess_collapse_repeated: collapse, ctc_merge_repeated: true, ignore_longer_outputs_than_inputs: true };
    const attr = Object.fromEntries(Object.entries(flags).map(([name, b]) => [name, { b }]));
    const outputs = await runGraph('CTCLoss', inputs, { ...attr, T: { type: FLOAT } }, [0, 1]);
    expect(read(outputs)).toEqual(read(runOp('CTCLoss', Object.values(inputs), flags, openReference())));
    const other = runOp('CTCLoss', Object.values(inputs), { ...flags, preprocess_collapse_repeated: !collapse });
    expect(Math.abs(other[0].dataSync()[0] - outputs[0].dataSync()[0])).toBeGreaterThan(0.01);
  }
});

it('refuses what cannot register', () => {
  expectRefusal(() => registerCtcOps({} as never), { argument: 'tf', expected: /registerOp/ });
  expectRefusal(() => registerCtcOps({ registerOp }, { backends: [] } as never), { argument: 'options.backends' });
});
