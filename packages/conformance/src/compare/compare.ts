import type { AlignmentSolution } from '@rubato/core';
import type { QuantityName } from '../tolerances.ts';
import type { Quantity } from './quantities.ts';
import { quantitiesOf } from './quantities.ts';

/** The largest excess of one quantity over its tolerance. */
export interface Difference {
  readonly label: string;
  readonly index: readonly number[];
  readonly actual: number;
  readonly expected: number;
  readonly error: number;
  readonly tolerance: number;
}

/**
 * The largest |actual - expected| that is allowed in a quantity, for an entry of item b, or of no item alone (b = -1);
 * `Infinity` leaves it out.
 */
export type ToleranceOf = (name: QuantityName, b: number) => number;

function unravel(position: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (let axis = shape.length - 1, rest = position; axis >= 0; axis--) {
    index[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return index;
}

/** |actual - expected|, 0 for equal infinities, Infinity for NaN and for an infinity against a number. */
export function distance(actual: number, expected: number): number {
  if (actual === expected) return 0;
  const error = Math.abs(actual - expected);
  return Number.isNaN(error) ? Infinity : error;
}

/** Whether entries of the quantity belong to items in order, and how many to each. */
function entriesPerItem({ label, shape, data }: Quantity, batch: number): number | undefined {
  // Tables that all items share have a first side of 1; the arrays of a banded cost are packed.
  if (label === 'inputGradient.data') return shape[0] % batch === 0 && batch === 1 ? data.length : undefined;
  if (shape[0] === batch || label.startsWith('inputGradient')) return data.length / batch;
  return undefined;
}

/** Where two arrays differ most beyond what is allowed, or undefined where nowhere. */
function compareQuantity(actual: Quantity, expected: Quantity, batch: number, toleranceOf: ToleranceOf): Difference | undefined {
  if (actual.data.length !== expected.data.length) {
    return {
      label: `${actual.label}.length`,
      index: [],
      actual: actual.data.length,
      expected: expected.data.length,
      error: Infinity,
      tolerance: 0,
    };
  }
  const perItem = entriesPerItem(expected, batch);
  let worst: Difference | undefined;
  let [item, allowed] = [-2, 0];
  for (let position = 0; position < expected.data.length; position++) {
    const b = perItem === undefined ? -1 : Math.floor(position / perItem);
    if (b !== item) [item, allowed] = [b, toleranceOf(expected.name, b)];
    if (allowed === Infinity) continue;
    const error = distance(actual.data[position], expected.data[position]);
    if (error <= allowed || (worst !== undefined && error / allowed <= worst.error / worst.tolerance)) continue;
    const index = unravel(position, expected.shape);
    worst = { label: expected.label, index, actual: actual.data[position], expected: expected.data[position], error, tolerance: allowed };
  }
  return worst;
}

/** Every quantity of `expected` that `actual` lacks or has wrong. */
export function compareSolutions(actual: AlignmentSolution, expected: AlignmentSolution, toleranceOf: ToleranceOf): Difference[] {
  const found = new Map(quantitiesOf(actual).map((quantity) => [quantity.label, quantity]));
  const differences: Difference[] = [];
  for (const quantity of quantitiesOf(expected)) {
    const mine = found.get(quantity.label);
    if (mine === undefined) {
      differences.push({
        label: `${quantity.label} is absent`,
        index: [],
        actual: NaN,
        expected: quantity.data[0],
        error: Infinity,
        tolerance: 0,
      });
      continue;
    }
    const difference = compareQuantity(mine, quantity, expected.values.length, toleranceOf);
    if (difference !== undefined) differences.push(difference);
  }
  return differences;
}

/** A difference in words. */
export function describeDifference({ label, index, actual, expected, error, tolerance }: Difference): string {
  const place = index.length === 0 ? label : `${label}[${index.join(', ')}]`;
  return `${place} is ${actual}, expected ${expected} (error ${error}, tolerance ${tolerance})`;
}
