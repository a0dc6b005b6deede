import type { RandomGenerator } from '@rubato/core';
import { drawBetween } from './draw.ts';

/** Amplitudes of the partials 1, 2, 3, … of a note, the first of them 1. */
export type Timbre = readonly number[];

const PARTIALS = [1, 2, 3, 4, 5, 6];

/** The theme's instrument: odd partials much stronger than even ones, as a clarinet has them, and different for each theme. */
export function drawThemeTimbre(random: RandomGenerator): Timbre {
  return PARTIALS.map((partial) => {
    const amplitude = partial % 2 === 1 ? drawBetween(random, 0.7, 1) : drawBetween(random, 0.05, 0.35);
    return partial === 1 ? 1 : amplitude / Math.sqrt(partial);
  });
}

/** The accompaniment's instrument: every partial weaker than the one below it, as strings have them. */
export function drawAccompanimentTimbre(random: RandomGenerator): Timbre {
  const fall = drawBetween(random, 0.6, 1.2);
  return PARTIALS.map((partial) => drawBetween(random, 0.8, 1.2) / partial ** fall);
}
