import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { DIMENSION } from '../cases/bench-case.ts';
import type { Task } from '../cases/task.ts';
import type { Absence, Contender, ContenderEntry, Entry } from './contender.ts';
import { elapsed } from './contender.ts';

/** The parts of tfjs and of tfjsctcloss that are called. */
interface Tensor {
  dataSync(): Float32Array;
  sum(): Tensor;
}
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor3d(values: Float32Array, shape: readonly [number, number, number]): Tensor;
  valueAndGrad(loss: (predictions: Tensor) => Tensor): (predictions: Tensor) => { value: Tensor; grad: Tensor };
  tidy<T>(action: () => T): T;
  dispose(tensors: readonly Tensor[]): void;
}
interface CtcLoss {
  ctcLoss(labels: Tensor, predictions: Tensor): Tensor;
  ctcLossGradient(labels: Tensor, predictions: Tensor): Tensor;
}

const NAME = 'tfjsctcloss';
const TENSORFLOW = '@tensorflow/tfjs';

/** Its tensors have T·(2T + 1) numbers an item, whatever the number of labels. */
const MOST_FRAMES = 128;

/**
 * tfjsctcloss on tfjs's own CPU backend. It is no dependency of this workspace: its licence allows no commercial use, and tfjs is
 * large. Who installs it into a folder of his own has it measured.
 */
export function tfjsCtcLoss(folder: string): ContenderEntry {
  const label = `${NAME} (npm, tfjs on the CPU)`;
  return {
    id: NAME,
    label,
    async open(): Promise<Contender | Absence> {
      const require = createRequire(join(resolve(folder), 'package.json'));
      let tf: TensorFlow;
      let peer: CtcLoss;
      try {
        tf = require(TENSORFLOW) as TensorFlow;
        peer = require(NAME) as CtcLoss;
      } catch {
        return { absent: `not in ${folder}: npm install --prefix ${folder} ${NAME}` };
      }
      await tf.setBackend('cpu');
      await tf.ready();
      return {
        id: NAME,
        label,
        threads: 1,
        ours: false,
        tolerance: { value: 1e-4, gradient: 1e-3 },
        kinds: ['ctc'],
        enter: (task) => Promise.resolve(enter(task, tf, peer)),
        close: () => Promise.resolve(),
      };
    },
  };
}

function enter({ problem, labels }: Task, tf: TensorFlow, peer: CtcLoss): Entry | Absence {
  const { batch, rows, cost, rowLengths } = problem;
  if (cost.kind !== 'gathered') return { absent: 'it takes values by class' };
  if (rows > MOST_FRAMES || rowLengths.some((length) => length < rows)) {
    return { absent: `it is measured on up to ${MOST_FRAMES} frames, all items of one length` };
  }
  const { values } = cost;
  // Its blank is the last class, ours the first; its labels are one-hot over all frames, blanks after the last.
  const theirs = (k: number): number => (k + DIMENSION - 1) % DIMENSION;
  const scores = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) scores[i - (i % DIMENSION) + theirs(i % DIMENSION)] = -values[i];
  const oneHot = new Float32Array(values.length);
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < rows; n++) oneHot[(b * rows + n) * DIMENSION + theirs(labels[b][n] ?? 0)] = 1;
  }
  const shape = [batch, rows, DIMENSION] as const;
  const targets = tf.tensor3d(oneHot, shape);
  const predictions = tf.tensor3d(scores, shape);
  const valueAndGradient = tf.valueAndGrad((input) => peer.ctcLossGradient(targets, input).sum());
  const both = (): Float32Array =>
    tf.tidy(() => {
      const { value, grad } = valueAndGradient(predictions);
      value.dataSync();
      return grad.dataSync();
    });
  const forward = (): Float32Array => tf.tidy(() => peer.ctcLoss(targets, predictions).dataSync());
  return {
    answer() {
      // Its gradient is by unnormalised scores: p minus the posterior that ours is.
      const found = both();
      const gradient = new Float32Array(values.length);
      for (let i = 0; i < values.length; i++) {
        gradient[i] = Math.exp(-values[i]) - found[i - (i % DIMENSION) + theirs(i % DIMENSION)];
      }
      return Promise.resolve({ values: forward(), gradient });
    },
    sample() {
      const value = elapsed(forward);
      const all = elapsed(both);
      return Promise.resolve({ forward: value, backward: all - value, both: all });
    },
    leave() {
      tf.dispose([targets, predictions]);
      return Promise.resolve();
    },
  };
}
