import { warpPositions } from '@rubato/decoders';
import { expect, it } from 'vitest';
import { composePieces } from '../../src/data/compose.ts';
import { planSlices } from '../../src/data/plan-slices.ts';
import { FRAMES_PER_SECOND } from '../../src/data/slice.ts';
import { expectNear } from '../support/expect-near.ts';

const recording = (beats: number[]) => ({ name: 'recording', notes: [], beats });

it('leads straight from beat to beat, in frames of a score that ends when the performance does', () => {
  // Slice of 44 frames: 43/21.53 seconds, about 1.997.
  const score = recording([0, 1, 2, 3, 4, 5]);
  const performance = recording([10, 10.5, 11.5, 12.5, 13.5, 14.5]);
  const [first, second, ...others] = planSlices({ score, performance }, 44);
  const end = 43 / FRAMES_PER_SECOND;
  expect(first.from).toBe(10);
  expectNear([first.to, first.scoreFrom, first.scoreTo], [10 + end, 0, 1 + (end - 0.5)], 1e-12);
  const tempo = (0.5 + end) / end;
  expectNear(first.truth.positions, [0, FRAMES_PER_SECOND / tempo, (2 * FRAMES_PER_SECOND) / tempo, 43], 1e-12);
  expectNear(first.truth.times, [0, 0.5 * FRAMES_PER_SECOND, 1.5 * FRAMES_PER_SECOND, 43], 1e-12);
  expect(second.from).toBeCloseTo(10 + 44 / FRAMES_PER_SECOND, 12);
  expect(others).toEqual([]);
});

it('finds every beat where it is, and holes in the beats nowhere', () => {
  const [piece] = composePieces(3, 1, 64);
  const [pair] = piece.performances;
  const plans = planSlices(pair, 128);
  expect(plans.length).toBeGreaterThan(3);
  for (const { from, to, scoreFrom, scoreTo, truth } of plans) {
    const inside = pair.performance.beats.flatMap((beat, b) => (beat > from && beat < to ? [b] : []));
    const tempo = (scoreTo - scoreFrom) / (to - from);
    const positions = inside.map((b) => ((pair.score.beats[b] - scoreFrom) / tempo) * FRAMES_PER_SECOND);
    const times = inside.map((b) => (pair.performance.beats[b] - from) * FRAMES_PER_SECOND);
    expectNear(warpPositions(truth, positions), times, 1e-9);
  }
  const hole = { score: recording([0, 1, 40, 41]), performance: recording([0, 1, 2, 3]) };
  expect(planSlices(hole, 30)).toEqual([]);
});
