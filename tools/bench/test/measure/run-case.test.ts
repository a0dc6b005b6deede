import { describe, expect, it } from 'vitest';
import type { BenchCase } from '../../src/cases/bench-case.ts';
import type { Answer, Contender } from '../../src/contenders/contender.ts';
import { isAbsent } from '../../src/contenders/contender.ts';
import { npmDtwContenders } from '../../src/contenders/npm-dtw.ts';
import { ourContenders } from '../../src/contenders/ours.ts';
import { textbookContender } from '../../src/contenders/textbook.ts';
import { runCase } from '../../src/measure/run-case.ts';

const options = { rounds: 2, seconds: 0, warmSeconds: 0, seed: 1 };
const nobody = { use: (): void => undefined };
const small: BenchCase = { name: 'small', kind: 'soft-dtw', cost: 'dense', batch: 2, rows: 20, columns: 10 };

async function open(...ids: readonly string[]): Promise<Contender[]> {
  const entries = [...ourContenders, textbookContender, ...npmDtwContenders].filter(({ id }) => ids.includes(id));
  const opened = await Promise.all(entries.map((entry) => entry.open()));
  return opened.map((contender) => {
    if (isAbsent(contender)) throw new Error(contender.absent);
    return contender;
  });
}

/** A contender with an answer of its own, which counts how often it was timed and whether it left. */
function impostor(answer: Answer): { contender: Contender; sampled: () => number; left: () => number } {
  let [samples, leaves] = [0, 0];
  const contender: Contender = {
    id: 'impostor',
    label: 'impostor',
    threads: 1,
    ours: false,
    tolerance: { value: 1e-6, gradient: 1e-6 },
    kinds: ['soft-dtw'],
    enter: () =>
      Promise.resolve({
        answer: () => Promise.resolve(answer),
        sample: () => Promise.resolve({ both: ++samples }),
        leave: () => Promise.resolve(void leaves++),
      }),
    close: () => Promise.resolve(),
  };
  return { contender, sampled: () => samples, left: () => leaves };
}

describe('runCase', () => {
  it('times forward, backward and both of ours and of the textbook, and their ratio', async () => {
    const { cells, timings, ratios, differences, declined } = await runCase(small, await open('cpu', 'textbook'), options, nobody);
    expect(cells).toBe(400);
    expect(timings.map(({ contender, measure }) => `${contender} ${measure}`)).toEqual([
      ...['forward', 'backward', 'both'].map((measure) => `cpu ${measure}`),
      ...['forward', 'backward', 'both'].map((measure) => `textbook ${measure}`),
    ]);
    for (const { measure, milliseconds } of timings) if (measure !== 'backward') expect(milliseconds.median).toBeGreaterThan(0);
    expect(ratios.find(({ measure }) => measure === 'both')?.ratio).toBeGreaterThan(0);
    expect(differences['textbook'].gradient).toBeLessThan(1e-6);
    expect(declined).toEqual({});
  });

  it.each([
    ['a band', { bandRadius: 3 }, 'it takes whole matrices only'],
    ['ragged items', { ragged: true }, 'it takes whole matrices only'],
    ['features', { cost: 'features' as const }, 'it takes a cost matrix'],
  ])('says why the textbook declines %s', async (_, rest, reason) => {
    const { timings, declined } = await runCase({ ...small, ...rest }, await open('cpu', 'textbook'), options, nobody);
    expect(declined).toEqual({ textbook: reason });
    expect(new Set(timings.map(({ contender }) => contender))).toEqual(new Set(['cpu']));
  });

  it('finds the paths of the npm peers to be ours', async () => {
    const dtw: BenchCase = { name: 'path', kind: 'dtw', cost: 'dense', batch: 1, rows: 30, columns: 25 };
    const { timings } = await runCase(dtw, await open('cpu', 'dtw', 'dynamic-time-warping'), options, nobody);
    expect(timings.map(({ contender, measure }) => `${contender} ${measure}`)).toEqual([
      'cpu path',
      'dtw path',
      'dynamic-time-warping path',
    ]);
  });

  it('times nobody where an answer is wrong, and lets all leave', async () => {
    const [cpu] = await open('cpu');
    const { contender, sampled, left } = impostor({ values: [1, 2], gradient: new Float32Array(400) });
    await expect(runCase(small, [cpu, contender], options, nobody)).rejects.toThrow(/^small, impostor: values differ by/);
    expect([sampled(), left()]).toEqual([0, 1]);
  });

  it('asks no one for a kind that is not theirs', async () => {
    const { contender } = impostor({ values: [] });
    const ctc: BenchCase = { name: 'ctc', kind: 'ctc', cost: 'gathered', batch: 1, rows: 8, columns: 5 };
    const { timings, declined } = await runCase(ctc, [...(await open('cpu', 'textbook')), contender], options, nobody);
    expect(new Set(timings.map((timing) => timing.contender))).toEqual(new Set(['cpu']));
    expect(declined).toEqual({});
  });
});
