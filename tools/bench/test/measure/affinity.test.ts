import { describe, expect, it } from 'vitest';
import { Affinity, parseCpuList } from '../../src/measure/affinity.ts';

describe('parseCpuList', () => {
  it.each([
    ['0-3,8', [0, 1, 2, 3, 8]],
    ['5', [5]],
    ['\t0-1\n', [0, 1]],
    ['', []],
  ])('reads %j', (text, cpus) => expect(parseCpuList(text)).toEqual(cpus));
});

describe('Affinity', () => {
  const record = (works: boolean): { calls: string[]; affinity: Affinity } => {
    const calls: string[] = [];
    const affinity = new Affinity([2, 3, 5], (parameters) => {
      calls.push(parameters.join(' '));
      return works;
    });
    return { calls, affinity };
  };

  it('pins all threads of this process only when the number changes, and gives all processors back', () => {
    const { calls, affinity } = record(true);
    for (const threads of [1, 1, 2]) affinity.use(threads);
    affinity.release();
    affinity.release();
    expect(calls).toEqual([
      `-c -p ${process.pid}`,
      `-a -c -p 2 ${process.pid}`,
      `-a -c -p 2,3 ${process.pid}`,
      `-a -c -p 2,3,5 ${process.pid}`,
    ]);
    expect(affinity.prefix(2, 'python3')).toEqual(['taskset', '-c', '2,3', 'python3']);
  });

  it('pins nothing where taskset does not work', () => {
    const { calls, affinity } = record(false);
    affinity.use(1);
    affinity.release();
    expect(affinity.pins).toBe(false);
    expect(calls).toHaveLength(1);
    expect(affinity.prefix(1, 'python3')).toEqual(['python3']);
  });
});
