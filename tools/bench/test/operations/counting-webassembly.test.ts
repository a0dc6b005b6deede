import { afterEach, describe, expect, it } from 'vitest';
import { CountingWebAssembly } from '../../src/operations/counting-webassembly.ts';
import { loopImports, loopModule } from '../support/loop-module.ts';

const ways: Record<string, (bytes: Uint8Array<ArrayBuffer>, imports: WebAssembly.Imports) => Promise<WebAssembly.Instance>> = {
  'new Module': async (bytes, imports) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports),
  compile: async (bytes, imports) => WebAssembly.instantiate(await WebAssembly.compile(bytes), imports),
  instantiate: async (bytes, imports) => (await WebAssembly.instantiate(bytes, imports)).instance,
  'a buffer': async (bytes, imports) => (await WebAssembly.instantiate(bytes.buffer, imports)).instance,
};

describe('CountingWebAssembly', () => {
  let counting: CountingWebAssembly | undefined;
  afterEach(() => counting?.restore());

  it.each(Object.entries(ways))('counts in modules made by %s', async (_, make) => {
    counting = new CountingWebAssembly();
    const bytes = loopModule();
    const { run } = (await make(bytes, loopImports(1))).exports as { run: (turns: number) => number };
    expect(run(10)).toBe(21);
    expect(counting.take()).toMatchObject({ scalar: 23, branch: 12 });
    expect(counting.take()).toMatchObject({ scalar: 0, branch: 0 });
    expect(counting.moduleBytes).toEqual([bytes.length]);
  });

  it('sums over modules, and stops when told to', () => {
    counting = new CountingWebAssembly();
    const [a, b] = [1, 2].map(() => new WebAssembly.Instance(new WebAssembly.Module(loopModule()), loopImports(1)).exports);
    (a['run'] as (turns: number) => number)(1);
    (b['run'] as (turns: number) => number)(2);
    expect(counting.take().branch).toBe(3 + 4);
    counting.restore();
    const plain = new WebAssembly.Instance(new WebAssembly.Module(loopModule()), loopImports(1));
    expect(Object.keys(plain.exports)).toEqual(['run']);
  });
});
