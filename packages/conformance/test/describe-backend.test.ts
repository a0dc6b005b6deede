import { referenceProvider } from '@rubato/core';
import type { BackendProvider } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { collectTests, describeBackend as describeWith, laws, runLaws } from '../src/index.ts';
import { describeBackend } from '../src/vitest.ts';
import { textbookPresets } from './support/textbook-presets.ts';

/** The full budget, on the backend that all others are measured with. */
const summary = describeBackend(referenceProvider, { presets: textbookPresets });

describe('the summary of the reference', () => {
  it('has a record of every law, passed, with no fewer runs than declared', () => {
    expect(summary.records.map(({ law }) => law)).toEqual(laws.map(({ name }) => name));
    for (const { law, outcome, runs, declared, seed } of summary.records) {
      expect({ law, outcome, enough: runs >= declared }).toEqual({ law, outcome: 'passed', enough: true });
      expect(seed).toBe(summary.seed);
    }
    expect(summary.records.filter(({ declared }) => declared === 1000).length).toBeGreaterThanOrEqual(15);
  });

  it('is plain data', () => {
    expect(structuredClone(summary.records)).toEqual(summary.records);
  });
});

const absent: BackendProvider = {
  name: 'absent',
  open: () => Promise.resolve({ name: 'absent', unavailable: true, reason: 'no such device' }),
};

describe('describeBackend', () => {
  it('skips where the device is absent, and says why', async () => {
    const { runner, tests } = collectTests();
    const notes: string[] = [];
    describeWith(absent, { ...runner, it: (name, body) => runner.it(name, () => body({ skip: (note) => void notes.push(note ?? '') })) });
    await tests[0].run();
    expect(notes).toEqual(['no such device']);
  });

  it('fails where a required device is absent', async () => {
    const { runner, tests } = collectTests();
    describeWith(absent, runner, { required: true });
    await expect(tests[0].run()).rejects.toThrow(/required, and is not available: no such device/);
  });

  it('repeats itself with the same seed, and not with another', async () => {
    const run = async (seed: number): Promise<readonly unknown[]> => {
      const { records } = await runLaws(referenceProvider, {
        seed,
        runs: 60,
        laws: ['reference answer', 'finite differences'],
        print: () => {},
      });
      return records;
    };
    expect(await run(7)).toEqual(await run(7));
    expect(await run(7)).not.toEqual((await run(8)).map((record) => ({ ...(record as object), seed: 7 })));
  });

  it('prints a line for each law with counts and seed', async () => {
    const lines: string[] = [];
    await runLaws(referenceProvider, { seed: 3, runs: 40, laws: ['transposition'], print: (line) => lines.push(line) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^reference: law 4, transposition: passed, 40 of 40 runs, \d+ items, 0 left out, seed 3$/);
  });

  it('knows its laws by name', () => {
    expect(() => describeWith(referenceProvider, collectTests().runner, { laws: ['gravity'] })).toThrow(/no law is called 'gravity'/);
  });

  it('takes its seed from RUBATO_SEED', () => {
    process.env['RUBATO_SEED'] = '4711';
    try {
      expect(describeWith(referenceProvider, collectTests().runner).seed).toBe(4711);
    } finally {
      delete process.env['RUBATO_SEED'];
    }
  });
});
