import type { FloatArray } from '@rubato/costs';
import { InvalidArgumentError } from '../errors.ts';
import type { BoundaryTableInput } from './boundary.ts';
import { badNumber, checkFields, checkObject, isFloatArray, isNumberList, LARGEST_MAGNITUDE, show } from './check.ts';
import type { BoundaryTable, StepTable, StepTableInput } from './table.ts';
import { broadcastStrides } from './table.ts';
import type { ReadNumbers } from './table-padding.ts';
import { candidatesRead, fillPadding, stepsRead } from './table-padding.ts';

interface RawTable {
  readonly data: ArrayLike<unknown>;
  readonly shape: readonly number[];
}

/** Reads one number, a list along the last axis, or a table, and checks its shape against the axes that it may broadcast over. */
function readTable(argument: string, input: unknown, axes: readonly number[], fallback: number): RawTable {
  const ones = axes.map(() => 1);
  if (input === undefined) return { data: [fallback], shape: Object.freeze(ones) };
  if (typeof input === 'number') return { data: [input], shape: Object.freeze(ones) };
  if (Array.isArray(input)) return checkShape(argument, input, [...ones.slice(1), input.length], axes);
  const expected = 'a number, a list of numbers, or a table { data, shape }';
  checkObject(argument, input, expected);
  if (ArrayBuffer.isView(input)) throw new InvalidArgumentError({ argument, found: show(input), expected });
  checkFields(`${argument}.`, input as object, ['data', 'shape']);
  const { data, shape } = input as { data: unknown; shape: unknown };
  if (!isNumberList(data)) {
    throw new InvalidArgumentError({ argument: `${argument}.data`, found: show(data), expected: 'an array of numbers' });
  }
  if (!Array.isArray(shape) || shape.length !== axes.length) {
    throw new InvalidArgumentError({ argument: `${argument}.shape`, found: show(shape), expected: `${axes.length} numbers` });
  }
  return checkShape(argument, data, shape, axes);
}

function checkShape(argument: string, data: ArrayLike<unknown>, shape: readonly unknown[], axes: readonly number[]): RawTable {
  let size = 1;
  for (let axis = 0; axis < axes.length; axis++) {
    const length = shape[axis];
    if (length !== 1 && length !== axes[axis]) {
      const expected = axes[axis] === 1 ? '1' : `1 or ${axes[axis]}`;
      throw new InvalidArgumentError({ argument: `${argument}.shape`, index: [axis], found: show(length), expected });
    }
    size *= length;
  }
  if (data.length !== size) {
    throw new InvalidArgumentError({ argument, found: `${data.length} long`, expected: `${size} numbers, shape [${shape.join(', ')}]` });
  }
  return { data, shape: Object.freeze([...shape]) as readonly number[] };
}

/** Checks the numbers that any item reads. Keeps the caller's typed array if its padding is harmless; a list becomes one. */
function checkValues(argument: string, table: RawTable, least: number, reads: ReadNumbers, fallback: number): FloatArray {
  const { data, shape } = table;
  const { width, read } = reads;
  for (let run = 0; run < read.length; run++) {
    for (let k = 0; k < width; k++) {
      const position = run * width + k;
      const value = data[position];
      if (typeof value !== 'number' || (k < read[run] && badNumber(value, least, true))) {
        const expected = `a number from ${least} to ${LARGEST_MAGNITUDE}, or Infinity to forbid`;
        throw new InvalidArgumentError({ argument, index: unravel(position, shape), found: show(value), expected });
      }
    }
  }
  return fillPadding(isFloatArray(data) ? data : Float64Array.from(data as ArrayLike<number>), reads, fallback);
}

/** The index along each axis of a position in row-major data. */
export function unravel(position: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (let axis = shape.length - 1, rest = position; axis >= 0; axis--) {
    index[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return index;
}

/** Checks step weights (`least` 0) or penalties (`least` -1e140) and gives them strides. */
export function normaliseStepTable(
  argument: string,
  input: StepTableInput | undefined,
  axes: readonly [number, number, number, number],
  fallback: number,
  least: number,
  { rowLengths, columnLengths }: { readonly rowLengths: Int32Array; readonly columnLengths: Int32Array },
): StepTable {
  const table = readTable(argument, input, axes, fallback);
  const shape = table.shape as readonly [number, number, number, number];
  const data = checkValues(argument, table, least, stepsRead(shape, rowLengths, columnLengths), fallback);
  const first = data[0];
  return Object.freeze({
    data,
    shape,
    strides: broadcastStrides(shape),
    constant: data.every((value) => value === first) ? first : undefined,
    forbids: data.includes(Infinity),
  });
}

/** Checks a table of boundary candidates: shape [B|1, K|1], K the most candidates that an item may have; each has `candidates` of them. */
export function normaliseBoundaryTable(
  argument: string,
  input: BoundaryTableInput | undefined,
  axes: readonly [number, number],
  fallback: number,
  least: number,
  candidates: Int32Array,
): BoundaryTable {
  const table = readTable(argument, input, axes, fallback);
  const shape = table.shape as readonly [number, number];
  const data = checkValues(argument, table, least, candidatesRead(shape, candidates), fallback);
  return Object.freeze({ data, shape, strides: broadcastStrides(shape) });
}
