import { InvalidArgumentError } from '@rubato/core';
import type { NumericArray } from '@rubato/io';
import { FileFormatError, writeNpy } from '@rubato/io';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPosteriors } from '../../src/shared-data/read-posteriors.ts';
import { readThemes } from '../../src/shared-data/read-themes.ts';
import { readWeights } from '../../src/shared-data/read-weights.ts';
import { expectNear } from '../network/support/expect-near.ts';
import { describeShared, readReference, sharedFolder } from '../network/support/shared-themes.ts';

describeShared('the shared themes', () => {
  const themes = readThemes(sharedFolder);
  const reference = readReference();

  it('are the five of the README', () => {
    expect(themes.map(({ role, frames, labels, weak }) => [role, frames, labels.length, weak.length / 12])).toEqual([
      ['test', 183, 18, 19],
      ['train', 136, 22, 20],
      ['train', 87, 18, 8],
      ['validation', 124, 18, 22],
      ['train', 143, 38, 39],
    ]);
  });

  it('are what reference.json says of them', () => {
    for (const theme of themes) {
      const stored = reference.get(theme.name)!;
      expect([theme.role, theme.frames, theme.hcqt.length]).toEqual([stored.role, stored.frames, stored.frames * 216 * 6]);
      expect([...theme.labels]).toEqual(stored.ctc_targets);
      const classOf = (rows: Float32Array, row: number): number | null => {
        const label = rows.subarray(12 * row, 12 * row + 12).indexOf(1);
        return label < 0 ? null : label;
      };
      expect(stored.weak_sequence.map((_, m) => classOf(theme.weak, m))).toEqual(stored.weak_sequence);
      // The weak targets are the strong ones without their durations.
      const strong = Array.from({ length: theme.frames }, (_, n) => classOf(theme.strong, n));
      expect(strong.filter((label) => label === null).length).toBe(stored.rest_frames);
      expect(strong.filter((label, n) => n === 0 || label !== strong[n - 1])).toEqual(stored.weak_sequence);
    }
  });

  it('come with posteriors that sum to 1', () => {
    for (const theme of themes) {
      for (const classes of [12, 13] as const) {
        const posteriors = readPosteriors(sharedFolder, theme, 'SDTW-E-W', classes);
        const sums = Array.from({ length: theme.frames }, (_, n) =>
          posteriors.subarray(n * classes, (n + 1) * classes).reduce((sum, p) => sum + p, 0),
        );
        expectNear(
          sums,
          sums.map(() => 1),
          1e-6,
        );
      }
    }
    expect(() => readPosteriors(sharedFolder, themes[0], 'EM', 12)).toThrow(/posteriors\/.*__EM__prob12.npy/);
    expect(() => readPosteriors(sharedFolder, themes[0], 'CTC-A', 14 as 13)).toThrow(InvalidArgumentError);
    expect(() => readWeights(sharedFolder, '../hcqt/x' as 'EM')).toThrow(InvalidArgumentError);
  });
});

describe('what is no folder of themes', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rubato-themes-'));
    put('reference.json', JSON.stringify({ themes: { T1: { file: 'T1_x.npy', role: 'train' } } }));
    array('hcqt', [2, 216, 6], (k) => k);
    array('strong_targets', [2, 12], (k) => (k === 3 || k === 16 ? 1 : 0));
    array('weak_targets', [2, 12], (k) => (k === 3 || k === 16 ? 1 : 0));
    npy('ctc_targets', { dtype: 'int32', shape: [2], data: Int32Array.of(3, 4) });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function put(path: string, content: string | Uint8Array): void {
    const whole = join(folder, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content);
  }

  function npy(kind: string, content: NumericArray): void {
    put(`${kind}/T1_x.npy`, writeNpy(content));
  }

  function array(kind: string, shape: readonly number[], value: (k: number) => number): void {
    const size = shape.reduce((a, b) => a * b, 1);
    npy(kind, { dtype: 'float32', shape, data: Float32Array.from({ length: size }, (_, k) => value(k)) });
  }

  /** The message of the error of one type that reading throws. */
  function refusal(type: typeof FileFormatError | typeof InvalidArgumentError): string {
    try {
      readThemes(folder);
    } catch (error) {
      if (error instanceof type) return error.message;
      throw error;
    }
    return expect.fail('nothing was refused');
  }

  it('is read while nothing is wrong', () => {
    const [theme] = readThemes(folder);
    expect([theme.name, theme.role, theme.frames]).toEqual(['T1_x', 'train', 2]);
    expect([...theme.labels]).toEqual([3, 4]);
  });

  it('names the file that is missing', () => {
    rmSync(join(folder, 'weak_targets'), { recursive: true });
    expect(refusal(InvalidArgumentError)).toContain('without weak_targets/T1_x.npy');
    mkdirSync(join(folder, 'weak_targets/T1_x.npy'), { recursive: true });
    expect(refusal(InvalidArgumentError)).toContain('without weak_targets/T1_x.npy');
    rmSync(join(folder, 'reference.json'));
    expect(refusal(InvalidArgumentError)).toContain('without reference.json');
  });

  it.each([
    ['no', /is no JSON/],
    ['null', /has no themes/],
    ['{"themes": 5}', /has no themes/],
    ['{"themes": {"T": null}}', /T names no file/],
    ['{"themes": {"T": {"file": "../secret.npy", "role": "train"}}}', /T names no file/],
    ['{"themes": {"T": {"file": "T1_x.npy", "role": "toString"}}}', /T has no role of train, validation, test/],
  ])('refuses reference.json: %s', (text, message) => {
    put('reference.json', text);
    expect(refusal(FileFormatError)).toMatch(message);
  });

  it('refuses arrays of another type or shape', () => {
    array('hcqt', [2, 6, 216], () => 0);
    expect(refusal(FileFormatError)).toBe('npy: hcqt/T1_x.npy is float32 [2, 6, 216]; expected float32 [any, 216, 6]');
    array('hcqt', [3, 216, 6], () => 0);
    expect(refusal(FileFormatError)).toBe('npy: strong_targets/T1_x.npy is float32 [2, 12]; expected float32 [3, 12]');
    put('hcqt/T1_x.npy', 'no array');
    expect(refusal(FileFormatError)).toMatch(/^npy/);
  });

  it('refuses numbers that cannot be, and names the first', () => {
    array('hcqt', [2, 216, 6], (k) => (k === 7 ? NaN : 0));
    expect(refusal(FileFormatError)).toBe('npy: hcqt/T1_x.npy: number 7 is NaN; expected a magnitude: 0 or more, and finite');
    array('hcqt', [2, 216, 6], () => 0);
    array('weak_targets', [2, 12], (k) => (k === 5 ? 0.5 : 0));
    expect(refusal(FileFormatError)).toBe('npy: weak_targets/T1_x.npy: number 5 is 0.5; expected 0 or 1');
    array('weak_targets', [2, 12], (k) => (k === 13 || k === 14 ? 1 : 0));
    expect(refusal(FileFormatError)).toContain('row 1 has 2 pitch classes');
    npy('ctc_targets', { dtype: 'int32', shape: [2], data: Int32Array.of(3, 12) });
    expect(refusal(FileFormatError)).toBe('npy: ctc_targets/T1_x.npy: number 1 is 12; expected a pitch class from 0 to 11');
  });
});
