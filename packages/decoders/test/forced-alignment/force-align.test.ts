import { openCpu } from '@rubato/backend-cpu';
import type { Backend, Parameterization } from '@rubato/core';
import { normaliseProblem, openReference } from '@rubato/core';
import type { ForcedAlignmentOptions, Posteriors, Segment } from '@rubato/decoders';
import { forceAlignSync } from '@rubato/decoders';
import { ctc, softDtw, subsequence, twoOneSoftDtw } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { posteriorsArbitrary } from '../support/posteriors.ts';
import { allAlignments, alignmentProblem, countUnit, gibbs } from './oracle.ts';

const backends: readonly Backend[] = [openReference(), openCpu()];

/** What a test aligns: the call without the blocks, and the same as the oracle takes it. */
interface Case {
  readonly name: string;
  readonly parameterization: Parameterization;
  readonly classes: Int32Array;
  readonly options: Pick<ForcedAlignmentOptions, 'blank' | 'labels'>;
  readonly divisible: boolean;
}

function withoutClasses(name: string, parameterization: Parameterization, labels: readonly number[], divisible = true): Case {
  return { name, parameterization, classes: Int32Array.from(labels), options: { blank: 'none', labels: [labels] }, divisible };
}

const sdtw: Parameterization = {
  steps: [
    [1, 0],
    [1, 1],
  ],
};

/** Cases over classes 0 … 3, of which 0 is CTC's blank. */
function cases(labels: readonly number[], table: readonly number[]): readonly Case[] {
  const own = labels.map((label) => label + 1);
  const S = 3;
  const at = (i: number): number => table[i % table.length];
  const withPenalties: Parameterization = {
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    temperature: 0.7,
    stepWeights: { data: Float64Array.from({ length: own.length * S }, (_, i) => 0.5 + at(i)), shape: [1, 1, own.length, S] },
    stepPenalties: { data: Float64Array.from({ length: own.length * S }, (_, i) => at(i + 3) - 0.5), shape: [1, 1, own.length, S] },
    start: { set: 'firstColumn', penalty: at(1) },
    end: { set: 'lastColumn', multiplier: 0.5 },
  };
  const blank = ctc([own], { blank: 0 });
  return [
    { name: 'ctc', parameterization: blank, classes: blank.columnClasses!, options: { blank: 0 }, divisible: true },
    withoutClasses('sdtw, rows advance', sdtw, labels),
    withoutClasses('soft-DTW', softDtw({ temperature: 0.5 }), labels),
    withoutClasses('subsequence', subsequence(softDtw(), { within: 'rows' }), labels),
    withoutClasses('subsequence, rows advance', subsequence(sdtw, { within: 'rows' }), labels),
    withoutClasses('weights, penalties, open ends', withPenalties, labels),
    withoutClasses('band', { ...sdtw, band: { kind: 'sakoeChiba', radius: 1.5 } }, labels),
    withoutClasses('steps of two', twoOneSoftDtw(), labels, false),
  ];
}

const inputs = fc.record({
  posteriors: posteriorsArbitrary({ frames: 6, classes: 4, leastClasses: 4 }),
  labels: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
  table: fc.array(
    fc.integer({ min: 0, max: 4 }).map((quarter) => quarter / 4),
    { minLength: 5, maxLength: 5 },
  ),
  blockFrames: fc.constantFrom(1, 2, 3, 4),
});

function expectNear(actual: number, expected: number, what: string): void {
  expect(Math.abs(actual - expected), `${what}: ${actual}, not ${expected}`).toBeLessThanOrEqual(1e-9);
}

/** A segment against the count of all paths. */
function checkSegment(
  segment: Segment,
  count: ReturnType<typeof countUnit>,
  inside: readonly (readonly [number, number])[],
  what: string,
): void {
  const frames = inside.map(([n]) => n);
  if (frames.length === 0) {
    expect(segment.endFrame, what).toBe(segment.startFrame);
    expect(segment.posterior!.confidence).toBe(0);
  } else {
    expect([segment.startFrame, segment.endFrame], what).toEqual([frames[0], frames.at(-1)! + 1]);
    const sum = count.active.slice(segment.startFrame, segment.endFrame).reduce((total, p) => total + p, 0);
    expectNear(segment.posterior!.confidence, sum / (segment.endFrame - segment.startFrame), `${what}: confidence`);
  }
  for (const which of ['start', 'end'] as const) {
    const { firstFrame, probabilities, before, after, mean, deviation } = segment.posterior![which];
    const expected = count[which];
    probabilities.forEach((p, i) => expectNear(p, expected[firstFrame + i], `${what}: ${which} at ${firstFrame + i}`));
    expectNear(
      before,
      expected.slice(0, firstFrame).reduce((a, b) => a + b, 0),
      `${what}: before`,
    );
    expectNear(
      after,
      expected.slice(firstFrame + probabilities.length).reduce((a, b) => a + b, 0),
      `${what}: after`,
    );
    const total = expected.reduce((a, b) => a + b, 0);
    if (total < 1e-6) continue;
    const trueMean = expected.reduce((sum, p, n) => sum + p * n, 0) / total;
    expect(mean).toBeCloseTo(trueMean, 6);
    expect(deviation ** 2).toBeCloseTo(expected.reduce((sum, p, n) => sum + p * (n - trueMean) ** 2, 0) / total, 6);
  }
}

function checkCase(
  posteriors: Posteriors,
  { name, parameterization, classes, options, divisible }: Case,
  blocks: number,
  backend: Backend,
): boolean {
  const input = alignmentProblem(posteriors, parameterization, classes);
  const paths = allAlignments(input, 0);
  const frames = posteriors.shape[1];
  const call = { backend, parameterization, ...options, distributionRadius: 1, ...(divisible ? { blockFrames: blocks } : {}) };
  const [item] = forceAlignSync(posteriors, call);
  if (paths.length === 0) {
    expect(item.status, name).toBe('infeasible');
    return false;
  }
  if (item.status !== 'aligned') expect.fail(`${name}: ${item.reason}`);
  const gamma = normaliseProblem(input).temperature[0];
  const probabilities = gibbs(paths, gamma);
  const least = Math.min(...paths.map(({ cost }) => cost));
  expectNear(item.pathLogProbability, -least, `${name}: best path`);
  expectNear(
    item.logProbability!,
    gamma * Math.log(paths.reduce((sum, { cost }) => sum + Math.exp(-(cost - least) / gamma), 0)) - least,
    'all',
  );
  // Of equal paths any may be the best.
  const key = Array.from(item.path).join();
  const best = paths.find(({ cells }) => cells.flat().join() === key);
  expectNear(best?.cost ?? NaN, least, `${name}: a best path`);
  const columns = Array.from(classes.keys()).filter((m) => classes[m] !== options.blank);
  expect(item.tokens.map(({ label }) => label)).toEqual(columns.map((m) => classes[m]));
  item.tokens.forEach((token, l) => {
    const inside = best!.cells.filter(([, m]) => m === columns[l]);
    checkSegment(token, countUnit(paths, probabilities, frames, columns[l], columns[l]), inside, `${name}, token ${l}`);
  });
  return true;
}

describe('forceAlign', () => {
  it.each(backends.map((backend) => [backend.name, backend] as const))('is what counting all paths says, on %s', (_, backend) => {
    let feasible = 0;
    let all = 0;
    fc.assert(
      fc.property(inputs, ({ posteriors, labels, table, blockFrames }) => {
        for (const one of cases(labels, table)) {
          all++;
          if (checkCase(posteriors, one, blockFrames, backend)) feasible++;
        }
      }),
      { numRuns: 60 },
    );
    expect(feasible / all).toBeGreaterThan(0.5);
  });

  it('goes back to where blocks meet, though an end before is cheaper by negative penalties', () => {
    // prettier-ignore
    const data = Float64Array.of(
      0.019512523626176902, 0.38267631322257606, 0.4078279917503693, 0.18998317140087767,
      0.03883289594035003, 0.7122305897123693, 0.1244682571736403, 0.1244682571736403,
      0.001845552208771648, 0.10076373638851518, 0.796626975014198, 0.10076373638851518,
      0.003917614210141531, 0.02630002391913888, 0.005179139116098364, 0.9646032227546213,
      0.5, 0, 0, 0.5,
      0.9007617992950618, 0.014856475769587141, 0, 0.08438172493535094,
    );
    const posteriors = { data, shape: [1, 6, 4] } as const;
    const negative = cases([2, 0], [0.5, 0, 0, 0, 0.25]).find(({ name }) => name === 'weights, penalties, open ends')!;
    expect(checkCase(posteriors, negative, 3, openReference())).toBe(true);
  });
});
