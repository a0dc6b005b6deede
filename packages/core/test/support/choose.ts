import { createRandom } from '@rubato/core';

/** Random choices from one seed. */
export interface Choose {
  /** A number in [0, 1). */
  unit(): number;
  /** A whole number from least to most, both included. */
  whole(least: number, most: number): number;
  /** One of a list. */
  pick<T>(list: readonly T[]): T;
  /** True with a probability. */
  chance(probability: number): boolean;
}

export function choose(seed: number): Choose {
  const unit = createRandom(seed);
  const whole = (least: number, most: number): number => least + Math.floor(unit() * (most - least + 1));
  return {
    unit,
    whole,
    pick: (list) => list[whole(0, list.length - 1)],
    chance: (probability) => unit() < probability,
  };
}
