import { describe, expect, it } from 'vitest';
import type { BenchCase } from '../../src/cases/bench-case.ts';
import { isAbsent } from '../../src/contenders/contender.ts';
import { ourContenders } from '../../src/contenders/ours.ts';
import { PYTHON_MODULES, pythonContenders } from '../../src/contenders/python-peers.ts';
import { Affinity } from '../../src/measure/affinity.ts';
import { runCase } from '../../src/measure/run-case.ts';
import { findPython } from '../../src/python/find-python.ts';

const soft = { kind: 'soft-dtw', cost: 'dense', batch: 3, rows: 24, columns: 17 } as const;
const ctc = { kind: 'ctc', cost: 'gathered', batch: 3, rows: 24, columns: 9 } as const;
const CASES: readonly BenchCase[] = [
  { name: 'soft-DTW', ...soft },
  { name: 'soft-DTW, ragged', ...soft, ragged: true },
  { name: 'soft-DTW in a band', ...soft, bandRadius: 2 },
  { name: 'CTC', ...ctc },
  { name: 'CTC, ragged', ...ctc, ragged: true },
];

describe('Python peers', () => {
  // One Python for all: torch and numba take seconds to start and to compile.
  it('answer as ours do, with one thread and with two; who is not here says why', async () => {
    const affinity = new Affinity();
    const cpu = await ourContenders[0].open();
    if (isAbsent(cpu)) throw new Error(cpu.absent);
    for (const entry of pythonContenders(findPython(PYTHON_MODULES), affinity)) {
      const peer = await entry.open();
      if (isAbsent(peer)) {
        expect(peer.absent, entry.label).toMatch(/python3|No module|Error|ended/);
        continue;
      }
      for (const benchCase of CASES.filter(({ kind }) => peer.kinds.includes(kind))) {
        // runCase refuses any answer beyond the tolerance.
        const result = await runCase(benchCase, [cpu, peer], { rounds: 1, seconds: 0, warmSeconds: 0, seed: 1 }, { use: () => undefined });
        expect(result.timings.filter(({ contender }) => contender === peer.id).map(({ measure }) => measure)).toEqual([
          'forward',
          'backward',
          'both',
        ]);
      }
      await peer.close();
    }
    await cpu.close();
  });

  it('are absent without a Python', async () => {
    const [entry] = pythonContenders(undefined, new Affinity([], () => false));
    expect(await entry.open()).toEqual({ absent: 'there is no python3 on the search path' });
  });
});
