// A program of its own: uses a device, then ends without `process.exit`, its device disposed of or not.
import { setTimeout } from 'node:timers/promises';
import { BufferScope } from '../../../src/device/buffers.ts';
import { Encoder } from '../../../src/device/encode.ts';
import { KernelCache } from '../../../src/device/kernels.ts';
import { readBack } from '../../../src/device/read-back.ts';
import { scale } from './kernels.ts';
import { open, STORAGE } from './on-device.ts';

const how = process.argv[2];

async function work(): Promise<void> {
  const gpu = await open();
  const scope = new BufferScope(gpu);
  const numbers = scope.upload('numbers', Uint32Array.of(1, 2, 3), STORAGE);
  const answer = scope.create('answer', 12, STORAGE);
  const encoder = new Encoder(gpu, scope, new KernelCache(gpu), 'work');
  encoder.dispatch(scale, [numbers, answer], Uint32Array.of(3, 3), [1]);
  encoder.submit();
  const [bytes] = await readBack(gpu, scope, [{ buffer: answer, byte: 0, bytes: 12 }]);
  process.stdout.write(new Uint32Array(bytes).join());
  if (how === 'disposed') {
    scope.dispose();
    gpu.dispose();
  }
}

await work();
if (how === 'collected') {
  (globalThis as { gc?: () => void }).gc?.();
  await setTimeout(50);
  (globalThis as { gc?: () => void }).gc?.();
}
