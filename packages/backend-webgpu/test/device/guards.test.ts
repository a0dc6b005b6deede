import { afterEach, describe, expect, it } from 'vitest';
import { type BufferScope, checkGuards, guardBuffers, live } from '../../src/device/buffers.ts';
import { Encoder } from '../../src/device/encode.ts';
import { readBack } from '../../src/device/read-back.ts';
import { poke, scale } from './support/kernels.ts';
import { absent, type Bench, onDevice, STORAGE } from './support/on-device.ts';

const WORDS = 4;

/** Writes word `index` of a buffer of four words; answers what it holds then. */
async function write(index: number, { gpu, scope, cache }: Bench): Promise<number[]> {
  const buffer = scope.create('victim', 4 * WORDS, STORAGE);
  const encoder = new Encoder(gpu, scope, cache, 'poke');
  encoder.dispatch(poke(index), [buffer], undefined, [1]);
  encoder.submit();
  const [answer] = await readBack(gpu, scope, [{ buffer, byte: 0, bytes: 4 * WORDS }]);
  return [...new Uint32Array(answer)];
}

/** Copies eight bytes to the contents of a buffer, and beyond. */
function copyBeyond(scope: BufferScope, { gpu }: Bench, byte: number): void {
  const from = scope.create('source', 16, STORAGE);
  const to = scope.create('target', 16, STORAGE);
  const encoder = gpu.device.createCommandEncoder();
  encoder.copyBufferToBuffer(from, scope.offset(from), to, scope.offset(to) + byte, 8);
  gpu.device.queue.submit([encoder.finish()]);
}

describe.skipIf(absent !== undefined)('guards around buffers', () => {
  afterEach(async () => {
    guardBuffers(false);
    await checkGuards();
  });

  it.each([true, 'within reach'] as const)('(%s) stay whole where kernels stay inside', (guarding) =>
    onDevice(async ({ gpu, scope, cache }) => {
      guardBuffers(guarding);
      const numbers = scope.upload('numbers', Uint32Array.of(1, 2, 3, 4, 5), STORAGE);
      const answer = scope.create('answer', 20, STORAGE);
      const encoder = new Encoder(gpu, scope, cache, 'scale');
      encoder.clear(answer);
      encoder.dispatch(scale, [numbers, answer], Uint32Array.of(5, 3), [1]);
      encoder.copy(answer, 4, numbers, 0, 8);
      encoder.submit();
      const parts = [
        { buffer: answer, byte: 0, bytes: 20 },
        { buffer: numbers, byte: 0, bytes: 20 },
      ];
      const [scaled, copied] = await readBack(gpu, scope, parts);
      expect([...new Uint32Array(scaled)]).toEqual([3, 6, 9, 12, 15]);
      expect([...new Uint32Array(copied)]).toEqual([6, 9, 3, 4, 5]);
      expect(scope.bytes).toBe(20 + 20 + 256);
      await checkGuards();
      scope.dispose();
      await checkGuards();
    }),
  );

  it('outside of bindings leave arrayLength as it is', () =>
    onDevice(async (bench) => {
      guardBuffers(true);
      expect(await write(1, bench)).toEqual([WORDS, 7, 0, 0]);
      await checkGuards();
    }));

  it.each([WORDS, WORDS + 63, 1000, -1])('within reach tell of a kernel that writes word %d of four', (index) =>
    onDevice(async (bench) => {
      guardBuffers('within reach');
      await write(index, bench);
      await expect(checkGuards()).rejects.toThrow("after the end of 'rubato victim'");
    }),
  );

  it.each([
    [12, /^written outside a buffer: 0 bytes after the end of 'rubato target'$/],
    [-4, /^written outside a buffer: 4 bytes before 'rubato target'$/],
  ])('tell of a copy to byte %d of sixteen, after the buffers are destroyed too', (byte, message) =>
    onDevice(async (bench) => {
      guardBuffers(true);
      copyBeyond(bench.scope, bench, byte);
      bench.scope.dispose();
      await expect(checkGuards()).rejects.toThrow(message);
      await checkGuards();
    }),
  );

  it('leave no buffers behind, and no trace when they are off', () =>
    onDevice(async (bench) => {
      const before = { ...live };
      guardBuffers(true);
      copyBeyond(bench.scope, bench, 0);
      guardBuffers(false);
      const plain = bench.scope.create('plain', 16, STORAGE);
      expect([plain.size, bench.scope.offset(plain)]).toEqual([16, 0]);
      bench.scope.dispose();
      await checkGuards();
      expect(live).toEqual(before);
    }));
});
