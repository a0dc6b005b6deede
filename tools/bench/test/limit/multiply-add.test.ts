import { describe, expect, it } from 'vitest';
import type { ChainOptions } from '../../src/limit/chain-module.ts';
import { chainModule, instructionsPerTurn } from '../../src/limit/chain-module.ts';
import { measureMultiplyAdd } from '../../src/limit/multiply-add-rate.ts';

function run(options: ChainOptions, turns: number, a: number, b: number): number {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(chainModule(options)));
  return (exports['run'] as (turns: number, a: number, b: number) => number)(turns, a, b);
}

describe('chainModule', () => {
  it.each(['multiply, add', 'fused multiply-add'] as const)('computes x·a + b in each chain (%s)', (step) => {
    const options = { step, chains: 5, unrolled: 3 };
    if (!WebAssembly.validate(chainModule(options))) {
      expect(step).toBe('fused multiply-add');
      return;
    }
    // Quarters and halves are exact, fused or not.
    const [turns, a, b] = [2, 0.5, 0.25];
    let expected = 0;
    for (let chain = 1; chain <= options.chains; chain++) {
      let x = chain;
      for (let i = 0; i < turns * options.unrolled; i++) x = x * a + b;
      expected += x;
    }
    expect(run(options, turns, a, b)).toBe(expected);
  });

  it('does as many vector instructions as it says', () => {
    expect(instructionsPerTurn({ step: 'multiply, add', chains: 5, unrolled: 3 })).toBe(30);
    expect(instructionsPerTurn({ step: 'fused multiply-add', chains: 5, unrolled: 3 })).toBe(15);
  });
});

describe('measureMultiplyAdd', () => {
  it('finds a rate that a processor can have', () => {
    const rate = measureMultiplyAdd('multiply, add', 3, 2000)!;
    expect(rate.vectorInstructionsPerNanosecond).toBeGreaterThan(0.01);
    expect(rate.vectorInstructionsPerNanosecond).toBeLessThan(100);
    expect(rate.multiplyAddsPerNanosecond).toBe(rate.vectorInstructionsPerNanosecond / 2);
    expect(rate.chains).toBeGreaterThan(1);
  });
});
