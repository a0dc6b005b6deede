import { describe, expect, it } from 'vitest';
import { cases } from '../src/cases/cases.ts';
import { parseOptions } from '../src/options.ts';
import { chooseCases, runBench } from '../src/run-bench.ts';

const parse = (...parameters: string[]): ReturnType<typeof parseOptions> => parseOptions(['node', 'bench', ...parameters]);

describe('parseOptions', () => {
  it('has defaults', () => {
    expect(parse()).toEqual({ seed: 1, npmPeers: 'out/peers', memory: true, limit: true, out: 'out/bench' });
  });

  it('reads what is given', () => {
    expect(parse('--rounds', '3', '--only', 'ctc', '--no-memory', '--peers')).toMatchObject({
      rounds: 3,
      only: 'ctc',
      memory: false,
      peers: true,
    });
  });
});

describe('chooseCases', () => {
  it('takes all, those of a name, or the quick ones', () => {
    expect(chooseCases({})).toEqual(cases);
    expect(chooseCases({ only: 'ragged' }).map(({ name }) => name)).toEqual([
      'soft-dtw 1024x512, ragged',
      'ctc 1024 frames, 256 labels, ragged',
    ]);
    const quick = chooseCases({ quick: true });
    expect(new Set(quick.map(({ kind }) => kind))).toEqual(new Set(['soft-dtw', 'ctc', 'dtw']));
    expect(quick.length).toBeLessThan(cases.length / 2);
    expect(chooseCases({ only: 'no such case' })).toEqual([]);
  });
});

describe('runBench', () => {
  it('measures a case from the command line to the report', async () => {
    const progress: string[] = [];
    const report = await runBench(parse('--only', '16 labels', '--rounds', '2', '--no-memory', '--no-limit'), (line) =>
      progress.push(line),
    );
    expect(report.failed).toEqual({});
    expect(report.results.map(({ name }) => name)).toEqual(['ctc 64 frames, 16 labels, two items']);
    expect(report.contenders.map(({ id }) => id)).toEqual(expect.arrayContaining(['cpu', 'textbook']));
    expect(report.memory).toEqual([]);
    expect(progress).toContain('1 of 1: ctc 64 frames, 16 labels, two items');
    for (const { id, reason } of report.absent) expect(`${id}: ${reason}`).toMatch(/^wasm/);
  });
});
