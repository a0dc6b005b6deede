import { spreadOf } from '../measure/quantiles.ts';
import type { ChainStep } from './chain-module.ts';
import { chainModule, instructionsPerTurn } from './chain-module.ts';

/** What one core's vector units do at best, in instructions on four floats. */
export interface MultiplyAddRate {
  readonly step: ChainStep;
  /** Independent chains that were fastest. */
  readonly chains: number;
  readonly vectorInstructionsPerNanosecond: number;
  readonly multiplyAddsPerNanosecond: number;
}

const UNROLLED = 8;
const TURNS = 20_000;
const CHAINS = [4, 6, 8, 10, 12, 13, 14];

/** Measures the rate with several numbers of chains and keeps the best median; undefined where the engine lacks the instruction. */
export function measureMultiplyAdd(step: ChainStep, rounds = 15, turns = TURNS): MultiplyAddRate | undefined {
  const modules = CHAINS.map((chains) => ({ chains, bytes: chainModule({ step, chains, unrolled: UNROLLED }) }));
  if (!WebAssembly.validate(modules[0].bytes)) return undefined;
  const contenders = modules.map(({ chains, bytes }) => {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const run = instance.exports['run'] as (turns: number, a: number, b: number) => number;
    return { chains, run, nanoseconds: [] as number[] };
  });
  // The first rounds let the engine compile with its best compiler.
  for (let round = -10; round < rounds; round++) {
    for (const { run, nanoseconds } of contenders) {
      const start = process.hrtime.bigint();
      // A factor below 1 keeps the numbers ordinary: neither denormal nor infinite.
      run(turns, 0.5, 1);
      if (round >= 0) nanoseconds.push(Number(process.hrtime.bigint() - start));
    }
  }
  const rates = contenders.map(({ chains, nanoseconds }) => {
    const instructions = turns * instructionsPerTurn({ step, chains, unrolled: UNROLLED });
    const rate = instructions / spreadOf(nanoseconds).median;
    return { step, chains, vectorInstructionsPerNanosecond: rate, multiplyAddsPerNanosecond: step === 'multiply, add' ? rate / 2 : rate };
  });
  return rates.reduce((best, rate) => (rate.vectorInstructionsPerNanosecond > best.vectorInstructionsPerNanosecond ? rate : best));
}
