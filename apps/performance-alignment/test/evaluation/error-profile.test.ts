import { expect, it } from 'vitest';
import { FRAMES_PER_SECOND } from '../../src/data/slice.ts';
import type { Scores } from '../../src/evaluation/evaluate.ts';
import { errorProfile, errorsAtFrames, sharesBelow } from '../../src/evaluation/error-profile.ts';
import { smallSlice } from '../support/small-data.ts';

// 44 frames: seconds 0, 1 and the beginning of 2; late by one frame up to the middle, on time at the end.
const slice = smallSlice('slice', 'piece', 1, 44);
const straight = { ...slice, truth: { positions: [0, 43], times: [0, 43] } };
const warp = { positions: [0, 21, 22, 43], times: [1, 22, 22, 43] };
const scores: Scores = { timeError: 0, timeDeviation: 0, slices: [{ name: 'slice', warp, timeError: 0, timeDeviation: 0 }] };
const frame = 1000 / FRAMES_PER_SECOND;

it('knows how late a warp is at each frame, second by second, and how often', () => {
  const errors = errorsAtFrames(scores, [straight], 0);
  expect(errors).toHaveLength(44);
  expect(errors[5]).toBeCloseTo(frame, 9);
  expect(errors[30]).toBeCloseTo(0, 9);
  // Frames 0 to 21 stand in the first second, all of them late; from 22 on none is.
  const profile = errorProfile(scores, [straight]);
  expect(profile).toHaveLength(3);
  expect(profile[0]).toBeCloseTo(frame, 9);
  expect(profile[1]).toBeCloseTo(0, 9);
  expect(sharesBelow(scores, [straight], [1, 50])).toEqual([0.5, 1]);
});
