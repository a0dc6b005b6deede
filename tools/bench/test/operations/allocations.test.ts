import { describe, expect, it } from 'vitest';
import type { BenchCase } from '../../src/cases/bench-case.ts';
import { makeTask, requestOf } from '../../src/cases/task.ts';
import type { BackendContender } from '../../src/contenders/backend-contender.ts';
import { runScript } from '../../src/run-script.ts';
import type { ArrayCounts } from '../support/count-arrays.ts';
import { countArrays } from '../support/count-arrays.ts';
import { openOurs } from '../support/open-ours.ts';

/** What is solved, and how many views of existing memory backends may make for a row: each costs less than one of its cells. */
const WORK = [
  { name: 'soft-DTW', kind: 'soft-dtw', cost: 'dense', cpuViews: 2, wasmViews: 0 },
  { name: 'soft-DTW from features', kind: 'soft-dtw', cost: 'features', cpuViews: 1, wasmViews: 0 },
  { name: 'CTC', kind: 'ctc', cost: 'gathered', cpuViews: 1, wasmViews: 0 },
  { name: 'DTW path', kind: 'dtw', cost: 'dense', cpuViews: 0, wasmViews: 1 },
] as const;
const EVERY = [
  ...WORK.map((work) => ({ ...work, contender: 'cpu', viewsPerRow: work.cpuViews })),
  ...WORK.map((work) => ({ ...work, contender: 'wasm', viewsPerRow: work.wasmViews })),
];

/** Compilers that work at once, on code that stays: every run of the child then allocates the same. Nothing is collected. */
const FLAGS = [
  '--no-concurrent-recompilation',
  '--no-concurrent-osr',
  '--no-flush-bytecode',
  '--min-semi-space-size=64',
  '--max-semi-space-size=64',
];
const sized = (work: Pick<BenchCase, 'name' | 'kind' | 'cost'>, rows: number, columns: number): BenchCase => ({
  ...work,
  batch: 1,
  rows,
  columns,
});

function arraysOf(contender: BackendContender, benchCase: BenchCase): ArrayCounts {
  const { problem } = makeTask(benchCase, 1);
  const solve = (): void => void contender.solve(problem, requestOf(benchCase));
  // The first solve may make room that the next ones find.
  solve();
  return countArrays(solve);
}

describe('countArrays', () => {
  it('tells arrays with memory of their own from views', () => {
    const counts = countArrays(() => {
      const all = new Float64Array(8);
      const view = new Float64Array(all.buffer, 8, 2);
      view.subarray(1).slice();
      Int32Array.from([1]);
    });
    expect(counts).toEqual({ owned: 3, views: 2 });
    expect(countArrays(() => undefined)).toEqual({ owned: 0, views: 0 });
  });
});

describe.each(EVERY)('$contender, $name', (work) => {
  it('makes as many arrays for a large problem as for a small one, and few views', async () => {
    const contender = await openOurs(work.contender);
    const small = arraysOf(contender, sized(work, 64, 33));
    const tall = arraysOf(contender, sized(work, 320, 33));
    const wide = arraysOf(contender, sized(work, 64, 97));
    await contender.close();
    expect(tall.owned).toBe(small.owned);
    expect(wide).toEqual(small);
    expect(tall.views - small.views).toBeLessThanOrEqual(work.viewsPerRow * 256);
  });

  // A boxed number is 16 bytes, the smallest object more: one a cell would be far above the bounds. What a row needs may show.
  it('puts no object on the heap for a cell', async () => {
    const cases = [sized(work, 512, 129), sized(work, 512, 513), sized(work, 2048, 129)];
    const child = new URL('../support/heap-child.ts', import.meta.url);
    const [small, wide, tall] = await runScript<number[]>(child, [work.contender, JSON.stringify(cases)], FLAGS);
    expect((wide - small) / (512 * 384), `${small} bytes, then ${wide}`).toBeLessThan(4);
    expect((tall - small) / (1536 * 129), `${small} bytes, then ${tall}`).toBeLessThan(8);
  });
});
