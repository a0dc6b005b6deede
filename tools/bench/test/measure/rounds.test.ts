import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/contenders/contender.ts';
import type { Runner } from '../../src/measure/rounds.ts';
import { runRounds, timingsOf } from '../../src/measure/rounds.ts';

interface Stage {
  readonly order: string[];
  readonly runner: (id: string, threads: number, samples?: Sample[]) => Runner;
  readonly use: (threads: number) => void;
}

/** Contenders that write down who ran, and processors that write down who got them. */
function stage(warmedSeconds = 1): Stage {
  const order: string[] = [];
  return {
    order,
    runner(id, threads, samples = []) {
      const sample = (): Promise<Sample> => {
        order.push(id);
        return Promise.resolve(samples.shift() ?? { both: 1 });
      };
      return { id, threads, warmedSeconds, entry: { sample } };
    },
    use: (threads) => void order.push(String(threads)),
  };
}

describe('runRounds', () => {
  it('lets contenders run in turn, those with fewest threads first', async () => {
    const { order, runner, use } = stage();
    const samples = await runRounds([runner('b', 2), runner('a', 1), runner('c', 1)], { rounds: 2, seconds: 0, warmSeconds: 0.5 }, { use });
    expect(order.slice(3)).toEqual(['1', 'a', '1', 'c', '2', 'b', '1', 'a', '1', 'c', '2', 'b']);
    expect([...samples.keys()]).toEqual(['b', 'a', 'c']);
    for (const measures of samples.values()) expect(measures.get('both')).toEqual([1, 1]);
  });

  it('warms up whoever has not worked long enough, unmeasured', async () => {
    const { order, runner, use } = stage(0);
    let clock = 0;
    const samples = await runRounds([runner('a', 1)], { rounds: 1, seconds: 0, warmSeconds: 3 }, { use }, () => clock++);
    // The clock moves at each look: two runs before three seconds have passed.
    expect(order.filter((id) => id === 'a')).toHaveLength(3);
    expect(samples.get('a')?.get('both')).toHaveLength(1);
  });

  it('gives short work more rounds, five times as many at most', async () => {
    const { runner, use } = stage();
    const samples = await runRounds([runner('a', 1)], { rounds: 3, seconds: 1e9, warmSeconds: 0 }, { use });
    expect(samples.get('a')?.get('both')).toHaveLength(15);
  });
});

describe('timingsOf', () => {
  it('states medians and quartiles in milliseconds and a cell', async () => {
    const { runner, use } = stage();
    const both = [3e6, 1e6, 2e6, 5e6, 4e6].map((nanoseconds) => ({ forward: 1e6, both: nanoseconds }));
    const samples = await runRounds([runner('a', 1, both)], { rounds: 5, seconds: 0, warmSeconds: 0 }, { use });
    expect(timingsOf(samples, 1e6)).toEqual([
      {
        contender: 'a',
        measure: 'forward',
        rounds: 5,
        milliseconds: { median: 1, lower: 1, upper: 1 },
        nanosecondsPerCell: { median: 1, lower: 1, upper: 1 },
      },
      {
        contender: 'a',
        measure: 'both',
        rounds: 5,
        milliseconds: { median: 3, lower: 2, upper: 4 },
        nanosecondsPerCell: { median: 3, lower: 2, upper: 4 },
      },
    ]);
  });
});
