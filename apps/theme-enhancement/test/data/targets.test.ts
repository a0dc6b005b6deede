import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classesOf, targetsOf, withoutTimes } from '../../src/data/targets.ts';

it('says which class sounds in the middle of each frame', () => {
  const notes = [
    { pitch: 60, start: 0, end: 0.5 },
    { pitch: 62, start: 0.5, end: 0.9 },
    { pitch: 74, start: 1.2, end: 1.6 },
    { pitch: 74, start: 1.6, end: 2 },
  ];
  const targets = targetsOf(notes, 10, 5);
  expect([...classesOf(targets.strong)]).toEqual([0, 0, 2, 2, -1, -1, 2, 2, 2, 2]);
  expect([...classesOf(targets.weak)]).toEqual([0, 2, -1, 2]);
  expect([...targets.labels]).toEqual([0, 2, 2, 2]);
});

it('collapses runs of equal rows, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 11 }), { minLength: 1, maxLength: 40 }), (classes) => {
      const strong = new Float32Array(classes.length * 12);
      classes.forEach((pitchClass, n) => {
        if (pitchClass >= 0) strong[n * 12 + pitchClass] = 1;
      });
      expect([...classesOf(strong)]).toEqual(classes);
      expect([...classesOf(withoutTimes(strong))]).toEqual(classes.filter((pitchClass, n) => n === 0 || pitchClass !== classes[n - 1]));
    }),
  );
});
