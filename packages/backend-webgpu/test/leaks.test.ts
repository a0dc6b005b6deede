import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createRandom, normaliseProblem } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { live } from '../src/device/buffers.ts';
import { absent, withBackend } from './support/backend.ts';
import { expectSameBits } from './support/bits.ts';
import { makeCosts } from './support/costs.ts';
import { everything, kinds, problemOf } from './support/selection.ts';

const SOLVES = 2000;
/** By now every cache is filled, and the process has what memory it wants. */
const SETTLED = 500;
/** Growth of the process from then on: two thirds of what 1,500 solves would leave if each left one of its arrays behind. */
const NOISE = 48 * 2 ** 20;

/** The memory of the process without what only waits to be collected. */
async function memory(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage.rss();
}

describe.skipIf(absent !== undefined)('nothing is left behind', () => {
  it(`by ${SOLVES} solves in a row: buffers, their bytes, the memory of the process`, () =>
    withBackend({}, async (backend) => {
      const [rows, columns] = [96, 128];
      const steps = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore
      const data = makeCosts('uniform', createRandom(3), rows * columns, columns);
      const problem = normaliseProblem({ cost: { kind: 'dense', data, shape: [rows, columns] }, steps });
      const before = { ...live };
      let settled = 0;
      for (let solve = 1; solve <= SOLVES; solve++) {
        await backend.solve(problem, { gradient: true, path: solve % 8 === 0 });
        if (live.buffers !== before.buffers || live.bytes !== before.bytes) expect(live, `after solve ${solve}`).toEqual(before);
        if (solve === SETTLED) settled = await memory();
        else if (solve % 250 === 0) await memory();
      }
      expect(4 * rows * columns * (SOLVES - SETTLED)).toBeGreaterThan(1.4 * NOISE);
      const grown = (await memory()) - settled;
      // eslint-disable-next-line no-console -- what was measured
      console.log(`the process grew by ${(grown / 2 ** 20).toFixed(1)} MiB in ${SOLVES - SETTLED} solves`);
      expect(grown).toBeLessThan(NOISE);
    }));

  it('by several solves under way at once, which answer as each alone', () =>
    withBackend({}, async (backend) => {
      const problems = [...kinds.map((kind) => problemOf(kind, 2, 20, 30)), problemOf('dense', 1, 50, 10)];
      const before = { ...live };
      const together = await Promise.all(problems.map((problem) => backend.solve(problem, everything(problem))));
      expect(live).toEqual(before);
      for (const [index, problem] of problems.entries()) {
        expectSameBits(together[index], await backend.solve(problem, everything(problem)), `problem ${index}`);
      }
    }));

  it('by a solve that is aborted, wherever it stands', () =>
    withBackend({}, async (backend) => {
      const problem = problemOf('dense', 2, 60, 60);
      const request = everything(problem);
      await backend.solve(problem, request);
      const before = { ...live };
      let steps = 0;
      await backend.solve(problem, request, { onProgress: () => void steps++ });
      expect(steps).toBeGreaterThan(4);
      for (let stop = 1; stop < steps; stop++) {
        const controller = new AbortController();
        let seen = 0;
        const onProgress = (): void => {
          if (++seen === stop) controller.abort(new Error('enough'));
        };
        await expect(backend.solve(problem, request, { signal: controller.signal, onProgress }), `at report ${stop}`).rejects.toThrow(
          'enough',
        );
        expect(live).toEqual(before);
      }
    }));
});
