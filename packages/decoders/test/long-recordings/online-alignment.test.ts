import type { Parameterization } from '@rubato/core';
import { normaliseProblem, openReference, UnsupportedError } from '@rubato/core';
import type { FeatureSequence, OnlineAlignmentOptions } from '@rubato/decoders';
import { OnlineAlignment } from '@rubato/decoders';
import { dtw, openBegin, openEnd, softDtw, subsequence } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';
import { performance } from './sequences.ts';

const localCost = { name: 'absolute' };
const sequence = (values: readonly number[]): FeatureSequence => ({ data: Float64Array.from(values), shape: [values.length, 1] });
const whole = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 });

/** Hard parameterizations with an open end, some with an open beginning, weights, penalties and long steps. */
const parameterizations: fc.Arbitrary<Parameterization> = fc.constantFrom<Parameterization>(
  openEnd(dtw()),
  openEnd({ ...dtw(), stepWeights: [2, 1, 1] }),
  openEnd({
    ...dtw({
      steps: [
        [1, 1],
        [2, 1],
        [1, 2],
      ],
    }),
    stepPenalties: [0, 1, 1],
  }),
  openEnd(
    dtw({
      steps: [
        [1, 0],
        [1, 1],
        [3, 2],
      ],
    }),
    { penalty: 1 },
  ),
  openEnd(openBegin(dtw())),
  subsequence(dtw(), { startPenalty: 1 }),
);

describe('OnlineAlignment', () => {
  it('with an unbounded window: after each frame the end and the cost of the offline path, across saved states', () => {
    let unreachable = 0;
    fc.assert(
      fc.property(whole, whole, parameterizations, fc.nat(12), (frames, reference, parameterization, cut) => {
        const options = { parameterization, localCost, window: Infinity, normalisation: 'none' } as const;
        let following = new OnlineAlignment(sequence(reference), options);
        frames.forEach((frame, n) => {
          if (n === cut) following = new OnlineAlignment(sequence(reference), options, JSON.parse(JSON.stringify(following.save())));
          const position = following.push([frame]);
          const pair = { x: Float64Array.from(frames.slice(0, n + 1)), y: Float64Array.from(reference), dimension: 1, localCost };
          const cost = { kind: 'features', ...pair, shape: [n + 1, reference.length] } as const;
          const { values, paths } = openReference().solveSync(normaliseProblem({ ...parameterization, cost }), { path: true });
          expect([position.frame, position.cost]).toEqual([n, values[0]]);
          if (values[0] < Infinity) expect(position.column).toBe(paths![0].at(-1));
          else unreachable++;
        });
        expect(following.frames).toBe(frames.length);
      }),
      { numRuns: 500 },
    );
    expect(unreachable).toBeGreaterThan(0);
  });

  it('with a finite window: looks at no more than it, never goes back, and resumes to the bit', () => {
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 1, max: 4 }), fc.nat(12), (frames, reference, window, cut) => {
        const options = {
          parameterization: openEnd(
            dtw({
              steps: [
                [1, 0],
                [0, 1],
                [1, 1],
                [2, 1],
              ],
            }),
          ),
          localCost,
          window,
        };
        const steady = new OnlineAlignment(sequence(reference), options);
        let following = new OnlineAlignment(sequence(reference), options);
        let before: readonly number[] = [0, 0];
        let position = 0;
        frames.forEach((frame, n) => {
          if (n === cut) following = new OnlineAlignment(sequence(reference), options, structuredClone(following.save()));
          const answer = steady.push([frame]);
          expect(following.push([frame])).toEqual(answer);
          const [first, last] = steady.range;
          expect(first).toBeGreaterThanOrEqual(before[0]);
          expect(last).toBeGreaterThanOrEqual(before[1]);
          expect(last - first).toBeLessThanOrEqual(2 * window);
          expect(Math.abs(answer.column - position)).toBeLessThanOrEqual(2 * window);
          expect(answer.column).toBeGreaterThanOrEqual(first);
          before = [first, last];
          position = answer.column;
        });
        expect(following.save()).toEqual(steady.save());
      }),
      { numRuns: 500 },
    );
  });

  it('is the alignment in the band of its own ranges: nothing outside is seen', () => {
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 1, max: 3 }), (frames, reference, window) => {
        const parameterization = openEnd(dtw());
        const following = new OnlineAlignment(sequence(reference), { parameterization, localCost, window, normalisation: 'none' });
        const answers = frames.map((frame) => ({ ...following.push([frame]), range: following.range }));
        const pair = { x: Float64Array.from(frames), y: Float64Array.from(reference), dimension: 1, localCost };
        const cost = { kind: 'features', ...pair, shape: [frames.length, reference.length] } as const;
        const band = { kind: 'ranges', first: answers.map(({ range }) => range[0]), last: answers.map(({ range }) => range[1]) } as const;
        const { values, paths } = openReference().solveSync(normaliseProblem({ ...parameterization, cost, band }), { path: true });
        expect(answers.at(-1)!.cost).toBe(values[0]);
        if (values[0] < Infinity) expect(answers.at(-1)!.column).toBe(paths![0].at(-1));
      }),
      { numRuns: 500 },
    );
  });

  it('follows a performance through a window, and its state is as large as that', () => {
    const [reference, played] = [performance(3000, 1), performance(2500, 2)];
    const options = { parameterization: openEnd(dtw()), localCost: { name: 'euclidean' } };
    const exact = new OnlineAlignment({ data: reference, shape: [3000, 2] }, { ...options, window: Infinity });
    const following = new OnlineAlignment({ data: reference, shape: [3000, 2] }, { ...options, window: 300 });
    let wrong = 0;
    for (let n = 0; n < 2500; n++) {
      const frame = played.subarray(2 * n, 2 * n + 2);
      wrong += Number(following.push(frame).column !== exact.push(frame).column);
    }
    expect(wrong / 2500).toBeLessThan(0.01);
    const { rows } = following.save();
    expect(rows.length).toBe(1);
    expect(rows[0].distances.length).toBeLessThanOrEqual(601);
  });

  it('compares ends over the lengths of their paths, unless they may begin anywhere', () => {
    const reference = sequence([1, 3]);
    const push = (changes: Partial<OnlineAlignmentOptions>): unknown =>
      new OnlineAlignment(reference, { parameterization: openEnd(dtw()), localCost, ...changes }).push([-3]);
    // 4/2 at the first frame of the reference, (4 + 6)/3 at the second, or (4 + 6/12)/3 where that step is cheap.
    expect(push({})).toEqual({ frame: 0, column: 0, cost: 4 });
    const light = openEnd({ ...dtw(), stepWeights: [1, 1, 1 / 12] });
    expect(push({ parameterization: light })).toEqual({ frame: 0, column: 1, cost: 4.5 });
    expect(push({ parameterization: light, normalisation: 'none' })).toEqual({ frame: 0, column: 0, cost: 4 });
    expectRefusal(() => push({ parameterization: openEnd(openBegin(dtw())), normalisation: 'length' }), 'options.normalisation');
    expectRefusal(() => push({ normalisation: 'path' as never }), 'options.normalisation');
  });

  it('takes penalties for each place to begin and to end', () => {
    const parameterization = openEnd(openBegin(dtw(), { penalty: [0, 3, 3] }), { penalty: [9, 0, 5] });
    const following = new OnlineAlignment(sequence([1, 1, 1]), { parameterization, localCost });
    expect(following.push([1])).toEqual({ frame: 0, column: 1, cost: 0 });
    // They are checked before there is a frame that reads them.
    const broken = openEnd(openBegin(dtw(), { penalty: [0, NaN, 0] }));
    expectRefusal(() => new OnlineAlignment(sequence([1, 1, 1]), { parameterization: broken, localCost }), 'start.penalty', {
      index: [0, 1],
    });
  });

  it('keeps its last position where no path is left', () => {
    const cost = { name: 'negativeLogLikelihood' };
    const reference = { data: Float64Array.of(1, 0, 1, 0, 0, 1), shape: [3, 2] } as const;
    const following = new OnlineAlignment(reference, { parameterization: openEnd(dtw()), localCost: cost });
    expect(following.push([0.5, 0.5])).toMatchObject({ frame: 0, column: 0 });
    following.push([1, 0]);
    expect(following.push([0, 1])).toMatchObject({ column: 2 });
    expect(following.push([1, 0])).toEqual({ frame: 3, column: 2, cost: Infinity });
    const resumed = new OnlineAlignment(
      reference,
      { parameterization: openEnd(dtw()), localCost: cost },
      JSON.parse(JSON.stringify(following.save())),
    );
    expect(resumed.push([0.5, 0.5])).toEqual({ frame: 4, column: 2, cost: Infinity });
  });

  it('refuses what it cannot follow, wrong frames and wrong states', () => {
    const reference = sequence([1, 2, 3]);
    const options: OnlineAlignmentOptions = { parameterization: openEnd(dtw()), localCost };
    const build = (changes: object, from: FeatureSequence = reference): unknown => new OnlineAlignment(from, { ...options, ...changes });
    expect(() => build({ parameterization: dtw() })).toThrow(UnsupportedError);
    expect(() => build({ parameterization: openEnd(softDtw()) })).toThrow(UnsupportedError);
    expect(() => build({ parameterization: { ...openEnd(dtw()), start: 'firstColumn' } })).toThrow(UnsupportedError);
    expect(() => build({ parameterization: { ...openEnd(dtw()), band: { kind: 'sakoeChiba', radius: 1 } } })).toThrow(UnsupportedError);
    expect(() => build({ parameterization: openEnd(dtw({ steps: [[0, 1]] })) })).toThrow(UnsupportedError);
    expectRefusal(() => build({ parameterization: subsequence(dtw()), window: 2 }), 'options.window');
    expectRefusal(() => build({ window: 0 }), 'options.window');
    expectRefusal(() => build({ windows: 1 }), 'options.windows');
    expectRefusal(() => build({ parameterization: null }), 'options.parameterization');
    expectRefusal(() => build({}, { data: Float64Array.of(1, NaN), shape: [2, 1] }), 'cost.y', { index: [0, 1, 0] });
    expectRefusal(() => build({}, { data: Float64Array.of(1), shape: [2, 1] }), 'reference.data');
    expectRefusal(() => build({}, { data: Float64Array.of(1), shape: [1] } as never), 'reference.shape');

    const following = new OnlineAlignment(reference, options);
    expectRefusal(() => following.push([1, 2]), 'frame');
    expectRefusal(() => following.push([NaN]), 'cost.x', { index: [0, 0, 0] });
    expect(following.frames).toBe(0);
    following.push([1]);
    const state = following.save();
    const resume = (changes: object): unknown => new OnlineAlignment(reference, options, { ...state, ...changes });
    expectRefusal(() => new OnlineAlignment(sequence([1, 2, 4]), options, state), 'state.fingerprint');
    expectRefusal(() => new OnlineAlignment(reference, { ...options, window: 7 }, state), 'state.fingerprint');
    expectRefusal(() => new OnlineAlignment(reference, options, null as never), 'state');
    expectRefusal(() => resume({ version: 2 }), 'state.version');
    expectRefusal(() => resume({ frames: -1 }), 'state.frames');
    expectRefusal(() => resume({ column: 3 }), 'state.column');
    expectRefusal(() => resume({ rows: [] }), 'state.rows');
    expectRefusal(() => resume({ rows: [{ first: 0, distances: [] }] }), 'state.rows.distances', { index: [0] });
    expectRefusal(() => resume({ rows: [{ first: 0, distances: [0, null] }] }), 'state.rows.distances', { index: [0, 1] });
    expectRefusal(() => resume({ rows: [{ first: 2, distances: [0, 1] }] }), 'state.rows.last', { index: [0] });
  });
});
