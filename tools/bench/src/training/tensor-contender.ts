import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { DIMENSION } from '../cases/bench-case.ts';
import type { Task } from '../cases/task.ts';
import type { Absence, Contender, Entry } from '../contenders/contender.ts';
import { elapsed } from '../contenders/contender.ts';
import { tf } from './tensorflow.ts';

/** A CTC loss on tensors: labels, logits [B, N, K] with blank 0, a loss for each item. */
export type TensorLoss = (labels: readonly (readonly number[])[], logits: Tensor3D) => Tensor;

/** A loss on tensors of whatever backend tfjs works on: what a step of training takes of it, tensors in, tensors out, read once. */
export function tensorContender(
  { id, label, ours }: Pick<Contender, 'id' | 'label' | 'ours'>,
  loss: TensorLoss,
  close: () => Promise<void> = () => Promise.resolve(),
): Contender {
  const tolerance = { value: 1e-4, gradient: 1e-3 };
  return { id, label, ours, threads: 1, tolerance, kinds: ['ctc'], enter: (task) => Promise.resolve(enter(task, loss)), close };
}

function enter({ problem, labels }: Task, loss: TensorLoss): Entry | Absence {
  const { batch, rows, cost } = problem;
  if (cost.kind !== 'gathered') return { absent: 'it takes values by class' };
  const { values } = cost;
  const logits = tf.tensor3d(
    Float32Array.from(values, (value) => -value),
    [batch, rows, DIMENSION],
  );
  const valueAndGradient = tf.valueAndGrad((input: Tensor) => tf.sum(loss(labels, input as Tensor3D)));
  const both = (): Float32Array =>
    tf.tidy(() => {
      const { value, grad } = valueAndGradient(logits);
      value.dataSync();
      return grad.dataSync<'float32'>();
    });
  const forward = (): Float32Array => tf.tidy(() => loss(labels, logits).dataSync<'float32'>());
  return {
    answer() {
      // By logits, where the reference is by -log p: p minus the posterior.
      const found = both();
      const gradient = Float32Array.from(values, (value, i) => Math.exp(-value) - found[i]);
      return Promise.resolve({ values: forward(), gradient });
    },
    sample() {
      const value = elapsed(forward);
      const all = elapsed(both);
      return Promise.resolve({ forward: value, backward: all - value, both: all });
    },
    leave() {
      tf.dispose([logits]);
      return Promise.resolve();
    },
  };
}
