import { expect, it } from 'vitest';
import { targetsOf } from '../../src/data/targets.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { perfectFrames } from '../../src/evaluation/perfect-frames.ts';

it('spells every note but those that repeat the one before', () => {
  // A rest, C G, a rest, G, and another octave's G right after it.
  const notes = [
    { pitch: 60, start: 1, end: 3 },
    { pitch: 67, start: 3, end: 5 },
    { pitch: 67, start: 6, end: 7 },
    { pitch: 79, start: 7, end: 9 },
  ];
  const targets = targetsOf(notes, 9, 1);
  const scores = evaluate([perfectFrames(targets)], [targets], false);
  expect(scores).toMatchObject({ frameAccuracy: 8 / 9, frameAccuracyWithoutRests: 1, labelErrorRate: 2 / 4 });
});
