import { openCpu } from '@rubato/backend-cpu';
import { describe, expect, it } from 'vitest';
import type { BenchCase } from '../../src/cases/bench-case.ts';
import { makeTask, requestOf } from '../../src/cases/task.ts';
import { runScript } from '../../src/run-script.ts';
import type { ArrayCounts } from '../support/count-arrays.ts';
import { countArrays } from '../support/count-arrays.ts';

/** What is solved, and how many views of existing memory a row may make: each costs less than one of the row's cells. */
const WORK = [
  { name: 'soft-DTW', kind: 'soft-dtw', cost: 'dense', viewsPerRow: 2 },
  { name: 'soft-DTW from features', kind: 'soft-dtw', cost: 'features', viewsPerRow: 1 },
  { name: 'CTC', kind: 'ctc', cost: 'gathered', viewsPerRow: 1 },
  { name: 'DTW path', kind: 'dtw', cost: 'dense', viewsPerRow: 0 },
] as const;
/** Compilers that work at once, on code that stays: every run of the child then allocates the same. Nothing is collected. */
const FLAGS = [
  '--no-concurrent-recompilation',
  '--no-concurrent-osr',
  '--no-flush-bytecode',
  '--min-semi-space-size=64',
  '--max-semi-space-size=64',
];
const sized = (work: (typeof WORK)[number], rows: number, columns: number): BenchCase => ({ ...work, batch: 1, rows, columns });

function arraysOf(benchCase: BenchCase): ArrayCounts {
  const { problem } = makeTask(benchCase, 1);
  const backend = openCpu();
  return countArrays(() => void backend.solveSync(problem, requestOf(benchCase)));
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

describe.each(WORK)('backend-cpu, $name', (work) => {
  it('makes as many arrays for a large problem as for a small one, and few views', () => {
    const small = arraysOf(sized(work, 64, 33));
    const tall = arraysOf(sized(work, 320, 33));
    const wide = arraysOf(sized(work, 64, 97));
    expect(tall.owned).toBe(small.owned);
    expect(wide).toEqual(small);
    expect(tall.views - small.views).toBeLessThanOrEqual(work.viewsPerRow * 256);
  });

  // A boxed number is 16 bytes, the smallest object more: one a cell would be far above the bounds. What a row needs may show.
  it('puts no object on the heap for a cell', async () => {
    const cases = [sized(work, 512, 129), sized(work, 512, 513), sized(work, 2048, 129)];
    const child = new URL('../support/heap-child.ts', import.meta.url);
    const [small, wide, tall] = await runScript<number[]>(child, [JSON.stringify(cases)], FLAGS);
    expect((wide - small) / (512 * 384), `${small} bytes, then ${wide}`).toBeLessThan(4);
    expect((tall - small) / (1536 * 129), `${small} bytes, then ${tall}`).toBeLessThan(8);
  });
});
