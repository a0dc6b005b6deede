import { InvalidArgumentError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { errorLine, exitCodeOf, inCommandLineWords, UsageError } from '../src/errors.ts';
import { formatBytes, formatCount, formatDuration, formatNumber } from '../src/formats/quantities.ts';
import { wrap } from '../src/formats/table.ts';
import { createProgress } from '../src/progress.ts';
import { createWorld, refusal, runIn } from './support/world.ts';

describe('the program', () => {
  it('prints help and version on standard output, with exit code 0', async () => {
    for (const args of [[], ['--help'], ['help'], ['align', '--help'], ['help', 'loss']]) {
      const world = createWorld();
      expect([await runIn(world, ...args), world.stderr()]).toEqual([0, '']);
      expect(world.stdout()).toContain('Usage: rubato');
    }
    const world = createWorld();
    expect(await runIn(world, '--version')).toBe(0);
    expect(world.stdout()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('names an unknown command and the one that was meant', async () => {
    expect(await refusal(createWorld(), 'algin', 'a', 'b')).toBe("rubato: unknown command 'algin' (Did you mean align?)");
  });
});

describe('errors', () => {
  const running = new AbortController().signal;

  it('are one line, with the exit code of their kind', () => {
    expect(errorLine(new Error('error: two\n  lines\n'), running)).toBe('rubato: two lines');
    expect(errorLine('thrown text', running)).toBe('rubato: thrown text');
    expect(exitCodeOf(new Error('unforeseen'), running)).toBe(1);
    expect(exitCodeOf(new UsageError('bad'), running)).toBe(2);
    const aborted = AbortSignal.abort();
    expect([exitCodeOf(new Error('any'), aborted), errorLine(new Error('any'), aborted)]).toEqual([130, 'rubato: interrupted']);
  });

  it('are told in the words of the command line', () => {
    const thrown = (
      details: ConstructorParameters<typeof InvalidArgumentError>[0],
      names: Parameters<typeof inCommandLineWords>[0],
    ): unknown => {
      try {
        return inCommandLineWords(names, () => {
          throw new InvalidArgumentError(details);
        });
      } catch (error) {
        return error;
      }
    };
    const names = { cost: 'the cost', 'cost.x': ([, n]: readonly number[]) => `a.npy: frame ${n}`, band: '--band' };
    const nan = { found: 'NaN', expected: 'a number' };
    expect(thrown({ argument: 'cost.x', index: [0, 7, 1], ...nan }, names)).toEqual(
      new UsageError('a.npy: frame 7 is NaN; expected a number'),
    );
    expect(thrown({ argument: 'cost.y', index: [0], ...nan }, names)).toEqual(new UsageError('the cost is NaN; expected a number'));
    expect(thrown({ argument: 'band.radius', ...nan }, names)).toEqual(new UsageError('--band is NaN; expected a number'));
    expect(thrown({ argument: 'bands', ...nan }, names)).toBeInstanceOf(InvalidArgumentError);
  });
});

describe('progress', () => {
  it('is a bar on a terminal, taken away at the end', () => {
    const world = createWorld({}, 40);
    let now = 0;
    const progress = createProgress({ ...world.environment, now: () => now }, 'align');
    progress.onProgress({ done: 1, total: 100 });
    expect(world.stderr()).toBe('');
    now = 1000;
    progress.onProgress({ done: 50, total: 100 });
    expect(world.stderr()).toBe(`\r${`align ${'█'.repeat(15)}${'░'.repeat(15)} 50 %  1 s left`.slice(0, 39)}`);
    progress.onProgress({ done: 60, total: 100 });
    progress.clear();
    const lines = world.stderr().split('\r');
    expect(lines.length).toBe(4);
    expect(lines[2]).toBe(' '.repeat(39));
    expect(lines[3]).toBe('');
  });

  it('is a line now and then elsewhere', () => {
    const world = createWorld();
    let now = 0;
    const progress = createProgress({ ...world.environment, now: () => now }, 'align');
    for (now = 0; now < 25_000; now += 500) progress.onProgress({ done: now, total: 50_000 });
    progress.clear();
    expect(world.stderr()).toBe('align: 20 %\nalign: 40 %\n');
  });
});

describe('quantities', () => {
  it('are told as people tell them', () => {
    expect([512, 2048, 300 * 2 ** 20, 2 ** 31].map(formatBytes)).toEqual(['512 bytes', '2.0 KiB', '300 MiB', '2.0 GiB']);
    expect([0.5, 12.3, 999, 1500, 61_000, 180_000].map(formatDuration)).toEqual(['0.5 ms', '12 ms', '999 ms', '1.5 s', '1 min', '3 min']);
    expect([999, 51_573_480, 2.5e6].map(formatCount)).toEqual(['999', '52 million', '2.5 million']);
    expect([1 / 3, Infinity, -Infinity, NaN, 12].map(formatNumber)).toEqual(['0.3333333', 'inf', '-inf', 'nan', '12']);
    expect(wrap(['one', 'two', 'three'], 7)).toEqual(['one two', 'three']);
    expect(wrap([], 7)).toEqual([]);
  });
});
