import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../kernels/compile.ts';
import * as fusedKernels from '../../src/generated/fused-kernels.ts';
import * as plainKernels from '../../src/generated/kernels.ts';
import { kernelBytes } from '../../src/module/load-module.ts';

describe('the committed kernels', () => {
  it.each([
    ['plain', false, plainKernels],
    ['fused', true, fusedKernels],
  ] as const)('%s: are what the sources compile to now (`pnpm kernels` makes them anew)', async (_, fused, embedded) => {
    const compiled = await compileKernels(fused);
    const committed = await kernelBytes(embedded, true);
    expect(Buffer.from(committed).equals(Buffer.from(compiled))).toBe(true);
  });

  it('differ between shared and own memory in one flag', async () => {
    const [shared, own] = [await kernelBytes(plainKernels, true), await kernelBytes(plainKernels, false)];
    const different = [...shared.keys()].filter((at) => shared[at] !== own[at]);
    expect(different).toEqual([plainKernels.memoryFlags]);
    expect([shared[plainKernels.memoryFlags], own[plainKernels.memoryFlags]]).toEqual([3, 1]);
  });

  it('import a memory and nothing else', async () => {
    const module = await WebAssembly.compile(await kernelBytes(plainKernels, false));
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });
});
