import { describe, expect, it, vi } from 'vitest';
import { runAtOnce, runInSlices, TimeSlices, WAIT } from '../../src/backend/time-slices.ts';

function* count(pieces: readonly number[], onClose?: () => void): Generator<number, string, void> {
  try {
    for (const piece of pieces) yield piece;
    return 'done';
  } finally {
    onClose?.();
  }
}

describe('runInSlices', () => {
  it('answers what the work returns, and ends its progress at the total', async () => {
    const seen: number[] = [];
    expect(await runInSlices(count([1, 2]), { total: 3, onProgress: ({ done }) => void seen.push(done) })).toBe('done');
    expect(seen.at(-1)).toBe(3);
    expect(runAtOnce(count([1, 2]))).toBe('done');
  });

  it('waits where the work says so, whatever the time, and counts nothing for it', async () => {
    const log: string[] = [];
    const onProgress = ({ done }: { readonly done: number }): void => void log.push(`${done}`);
    const wait = async (): Promise<void> => void log.push('wait');
    await runInSlices(count([2, WAIT, WAIT, 1]), { total: 3, wait, onProgress, check: () => void log.push('check') });
    expect(log).toEqual(['2', 'wait', 'check', '2', 'wait', 'check', '3']);
  });

  it('closes the work where a check throws or the signal is aborted, and rejects with the reason', async () => {
    const reason = new Error('enough');
    for (const options of [
      {
        check: (): void => {
          throw reason;
        },
      },
      { signal: AbortSignal.abort(reason) },
    ]) {
      let closed = 0;
      await expect(
        runInSlices(
          count([WAIT, 1], () => closed++),
          { total: 1, ...options },
        ),
      ).rejects.toBe(reason);
      expect(closed).toBe(1);
    }
  });
});

describe('TimeSlices', () => {
  it('gives way at least every 20 ms where a piece of work is short', async () => {
    let clock = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
    function* work(): Generator<number, void, void> {
      for (let piece = 0; piece < 100; piece++) {
        clock += 2;
        yield 1;
      }
    }
    const turns = [0];
    try {
      await runInSlices(work(), { total: 100, wait: async () => void turns.push((clock += 5)) });
    } finally {
      now.mockRestore();
    }
    expect(turns.length).toBeGreaterThan(10);
    turns.slice(1).forEach((turn, i) => expect(turn - 5 - turns[i]).toBeLessThan(20));
  });

  it('goes on counting from one piece of work to the next', async () => {
    const seen: number[] = [];
    const slices = new TimeSlices({ total: 4, onProgress: ({ done }) => void seen.push(done) });
    await slices.run(count([1, WAIT]));
    await slices.run(count([2, WAIT]));
    slices.end();
    expect(seen).toEqual([1, 3, 4]);
  });
});
