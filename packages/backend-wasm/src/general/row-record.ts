import type { Instance } from '../module/instance.ts';
import type { Memory } from './memory.ts';

/** Words of 32 bits of the kernels' Row and Step; see kernels/assembly/general/row.as. */
const ROW_WORDS = 6;
const STEP_WORDS = 10;

/** Fields of a row, in words. */
export const row = { values: 2, exponents: 3, alignment: 4, gradient: 5 } as const;

/** Fields of a step, in words. */
export const step = {
  values: 2,
  exponents: 3,
  factors: 4,
  factorExponents: 5,
  alignment: 6,
  marginals: 7,
  weights: 8,
  weightStride: 9,
} as const;

/** Takes room for what the kernels know of a row with so many steps, and a start. */
export function placeRecord(memory: Memory, steps: number): number {
  return memory.take(4 * (ROW_WORDS + (steps + 1) * STEP_WORDS));
}

/** What the kernels know of the row they work on: addresses of its first cell's numbers and of those that each step leads to. */
export class RowRecord {
  readonly address: number;
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;
  private readonly origin: number;

  constructor(instance: Instance, address: number, steps: number) {
    this.address = address;
    this.words = instance.all.i32;
    this.numbers = instance.all.f64;
    this.origin = address / 4;
    this.words.fill(0, this.origin, this.origin + ROW_WORDS + (steps + 1) * STEP_WORDS);
  }

  /** Sets a field of the row. */
  setRow(field: number, value: number): void {
    this.words[this.origin + field] = value;
  }

  /** Sets a field of step s; the start follows the last step. */
  setStep(s: number, field: number, value: number): void {
    this.words[this.origin + ROW_WORDS + s * STEP_WORDS + field] = value;
  }

  /** ∂value/∂γ so far. */
  get temperature(): number {
    return this.numbers[this.address / 8];
  }

  set temperature(value: number) {
    this.numbers[this.address / 8] = value;
  }
}
