import { runInSlices } from '@rubato/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { dispose, tensor } from '@tensorflow/tfjs-core';
import { checkStands, isTensor } from '../check.ts';
import type { WarpBatch } from './warp-batch.ts';
import { warpBatchSteps } from './warp-batch.ts';
import type { TensorWarpOptions } from './warp-options.ts';

/**
 * `readWarpBatch` of tensors that may be on a device, without making anything wait; gives way between items.
 *
 * @throws what `readWarpBatch` throws; the signal's reason when it is aborted
 */
export async function readWarpBatchLater(x: Tensor, y: Tensor, options: TensorWarpOptions, signal?: AbortSignal): Promise<WarpBatch> {
  const given: Tensor[] = [];
  changeTensors({ x, y, options }, (argument, each) => {
    checkStands(argument, each);
    given.push(each);
    return each;
  });
  signal?.throwIfAborted();
  // Nothing is made before everything is read: a read that fails leaves nothing behind.
  const numbers = await Promise.all(given.map((each) => each.data()));
  const copies: Tensor[] = [];
  try {
    // Their numbers are on the host: no kernel has seen them.
    const onHost = changeTensors({ x, y, options }, (_, { shape, dtype }) => {
      const copy = tensor(numbers[copies.length] as Float32Array, [...shape], dtype as 'float32');
      copies.push(copy);
      return copy;
    });
    return await runInSlices(warpBatchSteps(onHost.x, onHost.y, onHost.options, []), { total: 0, ...(signal && { signal }) });
  } finally {
    dispose(copies);
  }
}

/** All that warps are made of. */
interface WarpInputs {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly options: TensorWarpOptions;
}

type Change = (argument: string, given: Tensor) => Tensor;

/** Where tensors stand beside x and y. */
const HOLDERS = ['options', 'options.slopes', 'options.band'];

/** The same with other tensors, each in its place. */
function changeTensors({ x, y, options }: WarpInputs, change: Change): WarpInputs {
  const changed = (argument: string, value: unknown): unknown => {
    if (isTensor(value)) return change(argument, value as unknown as Tensor);
    if (!HOLDERS.includes(argument) || typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, changed(`${argument}.${name}`, inner)]));
  };
  return { x: changed('x', x) as Tensor, y: changed('y', y) as Tensor, options: changed('options', options) as TensorWarpOptions };
}
