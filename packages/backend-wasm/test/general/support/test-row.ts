import { placeRecord, row, RowRecord, step } from '../../../src/general/row-record.ts';
import { Instance } from '../../../src/module/instance.ts';
import { kernelModule } from './kernel-module.ts';

/** The exponent of zero, as the kernels have it. */
const ZERO = -(2 ** 29);
const UNIT = 512 * Math.LN2;
/** Columns before a row that steps may look at. */
export const PAD = 2;

/** exp(-D/γ) as an extended number. */
function extend(distance: number, gamma: number): readonly [mantissa: number, exponent: number] {
  if (distance === Infinity) return [0, ZERO];
  const exponent = Math.round(-distance / gamma / UNIT);
  return [Math.exp(-distance / gamma - exponent * UNIT), exponent];
}

/** -γ·ln of an extended number. */
function distanceOf(mantissa: number, exponent: number, gamma: number): number {
  return mantissa === 0 ? Infinity : -gamma * (Math.log(mantissa) + exponent * UNIT);
}

/** What a test says of a row. */
export interface RowSetting {
  readonly gamma: number;
  /** Whether the memory has extended numbers. */
  readonly extended: boolean;
  /** D of the row above, `PAD` columns before the first included. */
  readonly above: ArrayLike<number>;
  /** D of the `PAD` cells before the row. */
  readonly before: ArrayLike<number>;
  /** Steps: from the row above or the row itself, so many columns back. */
  readonly steps: readonly (readonly [rows: number, columns: number])[];
  /** What each step costs in each cell; one array for all where they share it. */
  readonly costs: readonly Float64Array[];
  readonly weights?: readonly number[];
}

/** A row above and a row of the kernels' memory, one behind the other, with D as numbers. */
export class TestRow {
  /** Positions of both rows together: cell 0 of the row stands at `own`. */
  readonly own: number;
  /** Of each step's predecessor of cell 0. */
  readonly predecessors: readonly number[];
  readonly record: RowRecord;
  /** E of both rows. */
  readonly alignment: Float64Array;
  readonly gradient: Float64Array;
  readonly marginals: readonly Float64Array[];
  private readonly setting: RowSetting;
  private readonly values: Float64Array;
  private readonly exponents: Int32Array;

  constructor(instance: Instance, setting: RowSetting) {
    const { gamma, extended, above, before, steps, costs, weights } = setting;
    instance.begin(2 ** 16);
    const count = costs[0].length;
    const size = above.length + before.length + count;
    const { f64, i32 } = instance.all;
    const doubles = (length: number): number => instance.take(8 * length);
    const view = (address: number, length: number): Float64Array => f64.subarray(address / 8, address / 8 + length);
    this.setting = setting;
    this.own = above.length + before.length;
    this.predecessors = steps.map(([rows, columns]) => (rows === 1 ? PAD : this.own) - columns);

    const valuesAt = doubles(size);
    const exponentsAt = instance.take(4 * size);
    const alignmentAt = doubles(size);
    const gradientAt = doubles(count);
    this.values = view(valuesAt, size);
    this.exponents = i32.subarray(exponentsAt / 4, exponentsAt / 4 + size);
    this.alignment = view(alignmentAt, size).fill(0);
    this.gradient = view(gradientAt, count).fill(NaN);
    [...Array.from(above), ...Array.from(before)].forEach((distance, i) => {
      [this.values[i], this.exponents[i]] = extended ? extend(distance, gamma) : [distance, 0];
    });

    this.record = new RowRecord(instance, placeRecord(instance, steps.length), steps.length);
    this.record.setRow(row.values, valuesAt + 8 * this.own);
    this.record.setRow(row.exponents, exponentsAt + 4 * this.own);
    this.record.setRow(row.alignment, alignmentAt + 8 * this.own);
    this.record.setRow(row.gradient, weights === undefined ? 0 : gradientAt);
    this.marginals = steps.map((_, s) => {
      const factors = doubles(count);
      const exponents = instance.take(4 * count);
      const marginals = doubles(count);
      costs[s].forEach((cost, k) => {
        const [mantissa, exponent] = extended ? extend(cost, gamma) : [cost, 0];
        f64[factors / 8 + k] = mantissa;
        // A factor 0 has the exponent of 1.
        i32[exponents / 4 + k] = mantissa === 0 ? 0 : exponent;
      });
      const weight = doubles(1);
      f64[weight / 8] = weights?.[s] ?? 1;
      const from = this.predecessors[s];
      const fields = {
        values: valuesAt + 8 * from,
        exponents: exponentsAt + 4 * from,
        factors,
        factorExponents: exponents,
        alignment: alignmentAt + 8 * from,
        marginals,
        weights: weights === undefined ? 0 : weight,
        weightStride: 0,
      };
      for (const [name, value] of Object.entries(fields)) this.record.setStep(s, step[name as keyof typeof step], value);
      return view(marginals, count).fill(NaN);
    });
  }

  /** D at a position. */
  distance(position: number): number {
    const { extended, gamma } = this.setting;
    const value = this.values[position];
    return extended ? distanceOf(value, this.exponents[position], gamma) : value;
  }

  /** The mantissa of the row's cell k. */
  mantissa(k: number): number {
    return this.values[this.own + k];
  }

  /** The candidates of the row's cell k. */
  candidates(k: number): Float64Array {
    return Float64Array.from(this.predecessors, (position, s) => this.distance(position + k) + this.setting.costs[s][k]);
  }
}

/** An instance of the kernels for tests of rows. */
export const instance: Instance = new Instance(kernelModule, false);
