import { openReference, referenceProvider } from '@rubato/core';
import type { Backend } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { goldenCases, goldenFiles, runGolden, wrongBackends } from '../../src/index.ts';
import type { GoldenFile, GoldenReport } from '../../src/index.ts';
import { decodeNumber, decodeNumbers, shapeOf } from '../../src/golden/decode.ts';
import { goldenTolerance } from '../../src/golden/golden-tolerances.ts';
import { readGolden } from '../support/shared.ts';
import { textbookPresets } from '../support/textbook-presets.ts';

const presets = { ctc: textbookPresets.ctc };
const counts: Readonly<Record<Exclude<GoldenFile, 'table1'>, number>> = { minimum: 180, ddtw: 23, sdtw: 6, ctc: 14, hard_dtw: 18 };

function brief({ passed, failed, unsupported, failures }: GoldenReport) {
  return { passed, failed, unsupported, failures: failures.slice(0, 3) };
}

describe('golden files on the reference', () => {
  for (const [file, passed] of Object.entries(counts) as [Exclude<GoldenFile, 'table1'>, number][]) {
    for (const precision of ['float64', 'float32'] as const) {
      it(`${file} in ${precision}: ${passed} cases`, async (context) => {
        const json = readGolden(file, context);
        const report = await runGolden(file, json, openReference(), precision, { presets });
        expect(brief(report)).toEqual({ passed, failed: 0, unsupported: 0, failures: [] });
        for (const { error, tolerance } of report.worst) expect(error).toBeLessThanOrEqual(tolerance);
        expect(report.worst.length).toBeGreaterThan(2);
      });
    }
  }

  it('table1 without its preset: all unsupported, with the reason', async (context) => {
    const json = readGolden('table1', context);
    const report = await runGolden('table1', json, openReference(), 'float64');
    expect(brief(report)).toEqual({ passed: 0, failed: 0, unsupported: 34, failures: [] });
    expect(new Set(report.reasons.map(({ reason }) => reason))).toEqual(new Set(['no preset of Table I was handed in']));
  });
});

describe('golden files on backends that are wrong or decline', () => {
  const opened = async (name: string): Promise<Backend> =>
    (await wrongBackends.find((provider) => provider.name === name)!.open()) as Backend;

  it('gradient × 2 fails in H, and nowhere else', async (context) => {
    const json = readGolden('ddtw', context);
    const { failed, failures } = await runGolden('ddtw', json, await opened('gradient × 2'), 'float64');
    expect(failed).toBeGreaterThan(15);
    expect(new Set(failures.map(({ quantity }) => quantity))).toEqual(new Set(['H']));
  });

  it('γ ignored in the backward pass fails in single precision too', async (context) => {
    const json = readGolden('ddtw', context);
    const { failed } = await runGolden('ddtw', json, await opened('γ ignored in the backward pass'), 'float32');
    expect(failed).toBeGreaterThan(3);
  });

  it('the end multiplier is missed in the one case that has it', async (context) => {
    const json = readGolden('ddtw', context);
    const { failures } = await runGolden('ddtw', json, await opened('end multiplier missing from H'), 'float64');
    expect(failures.map(({ id }) => id)).toEqual(['ddtw-18']);
  });

  it('what a backend declines is unsupported, with its reason', async (context) => {
    const json = readGolden('minimum', context);
    const reference = openReference();
    const declining = {
      ...reference,
      name: 'softmin alone',
      limits: reference.limits,
      estimate: reference.estimate.bind(reference),
      solve: reference.solve.bind(reference),
      dispose: reference.dispose.bind(reference),
      [Symbol.asyncDispose]: reference.dispose.bind(reference),
      supports: ({ minimum }: { readonly minimum: string }) =>
        minimum === 'softmin' ? { supported: true as const } : { supported: false as const, reason: 'softmin alone' },
    } satisfies Backend;
    const { passed, failed, unsupported, reasons } = await runGolden('minimum', json, declining, 'float64');
    expect([passed, failed, unsupported]).toEqual([45, 0, 135]);
    expect(reasons[0].reason).toBe('softmin alone');
  });
});

describe('golden numbers', () => {
  it('are read with their infinities', () => {
    expect([decodeNumber('inf'), decodeNumber('-inf'), decodeNumber('nan'), decodeNumber(null), decodeNumber(2)]).toEqual([
      Infinity,
      -Infinity,
      NaN,
      NaN,
      2,
    ]);
    expect(() => decodeNumber('1')).toThrow(TypeError);
    expect(Array.from(decodeNumbers([[1, 'inf'], [[null]]]))).toEqual([1, Infinity, NaN]);
    expect(
      shapeOf([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqual([2, 3]);
  });

  it('are of files that are known', async () => {
    expect(goldenFiles).toContain('table1');
    expect(() => goldenCases('gdtw' as GoldenFile, { cases: [] }, { precision: 'float64' })).toThrow(/golden file 'gdtw' is not known/);
    expect(() => goldenCases('ddtw', null, { precision: 'float64' })).toThrow(/has no list of cases/);
    const reference = await referenceProvider.open();
    await expect(runGolden('ddtw', {}, reference as Backend, 'float64')).rejects.toThrow(TypeError);
  });

  it('have the tolerances of their files, which win over the table', () => {
    const at = (temperature: number, minimum = '', largest = 0) => ({ temperature, minimum, largest });
    expect(goldenTolerance('ddtw', 'derivative', 'float64', at(1))).toMatchObject({ absolute: 1e-9, relative: 0 });
    expect(goldenTolerance('ddtw', 'derivative', 'float64', at(0.01))).toMatchObject({ absolute: 1e-7 });
    expect(goldenTolerance('ddtw', 'derivative', 'float32', at(0.01)).absolute).toBeCloseTo(1e-3, 12);
    expect(goldenTolerance('ddtw', 'temperatureDerivative', 'float32', at(1)).absolute).toBe(1e-3);
    expect(goldenTolerance('ctc', 'derivative', 'float64', at(1)).absolute).toBe(1e-10);
    expect(goldenTolerance('minimum', 'value', 'float64', at(0.001, 'sparsemin', 2)).relative).toBe(1e-10);
    expect(goldenTolerance('minimum', 'value', 'float64', at(1, 'sparsemin', 2)).relative).toBe(1e-12);
    expect(goldenTolerance('hard_dtw', 'value', 'float64', at(1))).toMatchObject({ absolute: 1e-12, relative: 0 });
    expect(goldenTolerance('sdtw', 'divergence', 'float32', at(1))).toMatchObject({ absolute: 1e-4, relative: 1e-5 });
    expect(goldenTolerance('table1', 'byProbability', 'float64', at(1))).toMatchObject({ relative: 1e-8, of: 'array' });
  });
});
