import { createRandom } from '@rubato/core';
import type { Precision, RandomGenerator } from '@rubato/core';

/** Numbers of one stream of a recipe's seed; in float32 all are such as float32 holds, so that a problem has one meaning. */
export class Draw {
  private readonly random: RandomGenerator;
  private readonly single: boolean;

  constructor(seed: number, stream: number, precision: Precision) {
    this.random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b));
    this.single = precision === 'float32';
  }

  /** A number from `least` to `most`. */
  real(least: number, most: number): number {
    const value = least + (most - least) * this.random();
    return this.single ? Math.fround(value) : value;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** One of the choices. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.whole(0, choices.length - 1)];
  }
}
