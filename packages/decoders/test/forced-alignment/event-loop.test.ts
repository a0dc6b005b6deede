import { openCpu } from '@rubato/backend-cpu';
import type { Backend } from '@rubato/core';
import { forceAlign } from '@rubato/decoders';
import { afterEach, expect, it, vi } from 'vitest';
import { randomCtc } from './random-ctc.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Counts how often the event loop is let run: a message to itself each time. */
function countTurns(): { turns: number } {
  const counter = { turns: 0 };
  class CountingChannel extends MessageChannel {
    constructor() {
      super();
      counter.turns++;
    }
  }
  vi.stubGlobal('MessageChannel', CountingChannel);
  return counter;
}

it('others have their turn before the first solve, and between its parts after each', async () => {
  const { posteriors, parameterization } = randomCtc(2, 60, 6, 4);
  // Each look at the clock is a slice later.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 20));
  const counter = countTurns();
  const backend = openCpu();
  const turns: number[] = [];
  let last = 0;
  const counting: Backend = Object.assign(Object.create(backend) as Backend, {
    // Without waiting: all turns that are counted are forceAlign's.
    solve: (...[problem, request]: Parameters<Backend['solve']>) => {
      turns.push(counter.turns - last);
      const solution = backend.solveSync(problem, request);
      last = counter.turns;
      return Promise.resolve(solution);
    },
  });
  await forceAlign(posteriors, { backend: counting, parameterization, blank: 0, blockFrames: 20, onBlock: () => undefined });
  const afterAll = counter.turns - last;
  // One for each frame that is checked.
  expect(turns[0]).toBeGreaterThanOrEqual(60);
  // Before a solution is taken in and after it.
  for (const count of turns.slice(1)) expect(count).toBeGreaterThanOrEqual(2);
  // Three blocks forth, three back, three forth; of the last three the first two go between the frames too.
  expect(turns.length).toBe(12);
  for (const count of turns.slice(10)) expect(count).toBeGreaterThanOrEqual(20);
  // The last block, and the frames of the best path.
  expect(afterAll).toBeGreaterThanOrEqual(80);
});

it('a signal stops the preparation', async () => {
  const { posteriors, parameterization } = randomCtc(2, 60, 6, 4);
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 20));
  const controller = new AbortController();
  setImmediate(() => controller.abort(new Error('enough')));
  const backend: Backend = Object.assign(Object.create(openCpu()) as Backend, { solve: () => expect.fail('work') });
  await expect(forceAlign(posteriors, { backend, parameterization, blank: 0, signal: controller.signal })).rejects.toThrow('enough');
});
