import { describe, expect, it } from 'vitest';
import { chainModule } from '../../src/limit/chain-module.ts';
import { COUNTED, counterName, instrument } from '../../src/operations/instrument.ts';
import { loopImports, loopModule } from '../support/loop-module.ts';

function start(
  module: BufferSource,
  imports: WebAssembly.Imports = {},
): { run: (...parameters: number[]) => number; counts: () => Record<string, number> } {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), imports);
  return {
    run: exports['run'] as (...parameters: number[]) => number,
    counts: () => Object.fromEntries(COUNTED.map((kind) => [kind, Number((exports[counterName(kind)] as WebAssembly.Global).value)])),
  };
}

describe('instrument', () => {
  it('counts what runs, branch by branch, and changes no answer', () => {
    const module = loopModule();
    for (const [turns, global] of [
      [0, 0],
      [0, 5],
      [7, -14],
      [1000, 3],
    ]) {
      const { run, counts } = start(instrument(module), loopImports(global));
      const sum = 2 * turns + global;
      expect(run(turns)).toBe(start(module, loopImports(global)).run(turns));
      expect(run(turns)).toBe(sum);
      const calls = 2;
      expect(counts()).toEqual({
        vector: 0,
        vectorMemory: 0,
        scalar: calls * (1 + 2 * turns + 2),
        scalarMemory: calls * (1 + (sum === 0 ? 0 : 1)),
        branch: calls * (1 + turns + 1),
      });
    }
  });

  it('counts vector instructions', () => {
    const { run, counts } = start(instrument(chainModule({ step: 'multiply, add', chains: 3, unrolled: 2 })));
    run(10, 0.5, 1);
    // Two splats of the parameters, one a chain, two additions and a lane at the end.
    expect(counts()['vector']).toBe(10 * 3 * 2 * 2 + 2 + 3 + 2 + 1);
    expect(counts()['branch']).toBe(10);
  });

  it('refuses what is no module', () => {
    expect(() => instrument(Uint8Array.of(1, 2, 3))).toThrow(/no WebAssembly module/);
  });

  it('refuses instructions that it does not know, instead of counting wrongly', () => {
    const module = chainModule({ step: 'multiply, add', chains: 1, unrolled: 1 });
    // The last end of the only function becomes an instruction that does not exist.
    module[module.length - 1] = 0x27;
    expect(() => instrument(module)).toThrow(/0x27/);
  });
});
