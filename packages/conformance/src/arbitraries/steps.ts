import type { Step } from '@rubato/core';
import type { Draw } from './draw.ts';

/** Families of steps. `dtw`, `ctc`, `twoOne` and `twoSteps` are the papers'; `odd` skips rows and columns; `any` is any set at all. */
export type StepFamily = 'dtw' | 'ctc' | 'twoOne' | 'twoSteps' | 'sixSteps' | 'odd' | 'any';

const lists: Readonly<Record<Exclude<StepFamily, 'any'>, readonly Step[]>> = {
  dtw: [
    [1, 0],
    [0, 1],
    [1, 1],
  ],
  ctc: [
    [1, 0],
    [1, 1],
    [1, 2],
  ],
  twoOne: [
    [1, 1],
    [1, 2],
    [2, 1],
  ],
  twoSteps: [
    [1, 0],
    [1, 1],
  ],
  sixSteps: [
    [1, 1],
    [1, 0],
    [0, 1],
    [2, 1],
    [1, 2],
    [3, 3],
  ],
  odd: [
    [2, 3],
    [0, 2],
    [1, 1],
    [1, 0],
  ],
};

/** The families with how often each is drawn. */
export const stepFamilies: readonly StepFamily[] = ['dtw', 'dtw', 'dtw', 'ctc', 'ctc', 'twoOne', 'twoSteps', 'sixSteps', 'odd', 'any'];

/** The steps of a family, in an order of their own: ties go to the first. */
export function drawSteps(family: StepFamily, draw: Draw): readonly Step[] {
  const steps = family === 'any' ? drawAny(draw) : [...lists[family]];
  for (let k = steps.length - 1; k > 0; k--) {
    const other = draw.whole(0, k);
    [steps[k], steps[other]] = [steps[other], steps[k]];
  }
  return steps;
}

function drawAny(draw: Draw): Step[] {
  const steps: Step[] = [];
  for (let i = 0; i <= 3; i++) for (let j = 0; j <= 3; j++) if (i + j > 0 && draw.chance(0.3)) steps.push([i, j]);
  return steps.length === 0 ? [[draw.whole(0, 2), 1]] : steps;
}
