import type { Parameterization } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { collectTests, describePreset as describeWith } from '../../src/index.ts';
import type { PresetSizes } from '../../src/index.ts';
import { describePreset } from '../../src/vitest.ts';
import { textbookPresets } from '../support/textbook-presets.ts';

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** Random labels, which say how many columns there are. */
function randomCtc({ batch, random }: PresetSizes): Parameterization {
  const labels = Array.from({ length: batch }, () => Array.from({ length: Math.floor(4 * random()) }, () => 1 + Math.floor(3 * random())));
  return frozen(textbookPresets.ctc(labels, { blank: 0 }));
}

describePreset('CTC of the textbook', randomCtc);
describePreset('soft-DTW of the textbook', ({ random }) => frozen(textbookPresets.softDtw({ temperature: 0.1 + random() })));
describePreset('banded hard DTW', () =>
  frozen({
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    minimum: 'hardmin',
    band: { kind: 'sakoeChiba', radius: 2 },
  } as const),
);

async function broken(make: (sizes: PresetSizes) => Parameterization): Promise<string[]> {
  const { runner, tests } = collectTests();
  describeWith('wrong', make, runner, { runs: 50 });
  const failed: string[] = [];
  for (const { name, run } of tests) await run().catch(() => failed.push(name.split(' > ')[1].split(/[,]/)[0]));
  return failed;
}

describe('wrong presets', () => {
  const steps = frozen([
    [1, 0],
    [1, 1],
  ] as const);
  const shared = new Float64Array([1, 1]);
  let calls = 0;
  it.each<[string, (sizes: PresetSizes) => Parameterization, string]>([
    ['thawed', () => ({ steps }), 'is frozen plain data'],
    ['frozen on the outside alone', () => Object.freeze({ steps: [[1, 0] as const, [1, 1] as const] }), 'is frozen plain data'],
    ['holding a function', () => frozen({ steps, minimum: (() => 'softmin') as unknown as string }), 'is frozen plain data'],
    ['made differently each time', () => frozen({ steps, temperature: 1 + calls++ }), 'clones to a worker unchanged'],
    [
      'sharing an array',
      () => Object.freeze({ steps, stepWeights: Object.freeze({ data: shared, shape: Object.freeze([1, 1, 1, 2] as const) }) }),
      'clones to a worker unchanged',
    ],
    ['of no known minimum', () => frozen({ steps, minimum: 'leastmin' }), 'normalises at the sizes that it was made for'],
    [
      'of other sizes',
      () => frozen({ steps, stepWeights: { data: [1, 1, 1], shape: [1, 1, 1, 3] } }),
      'normalises at the sizes that it was made for',
    ],
  ])('%s', async (_what, make, law) => {
    expect(await broken(make)).toContain(law);
  });
});
