import type { FeatureDomain, FloatArray, PreparedCost } from '@rubato/costs';
import { InvalidArgumentError } from '../errors.ts';
import { badNumber, LARGEST_FEATURE, LARGEST_MAGNITUDE, show } from './check.ts';
import type { BandedCost, Cost, DenseCost, FeaturesCost, GatheredCost } from './cost.ts';
import type { AlignmentProblem } from './problem.ts';

const COST_EXPECTED = `a number within ±${LARGEST_MAGNITUDE}, or Infinity to forbid the cell`;

type Lengths = Pick<AlignmentProblem, 'rowLengths' | 'columnLengths' | 'band'>;

/** Looks at every cost that a solver will read, and at none in the padding or outside the band; of features, at all within the lengths. */
export function checkCostValues(cost: Cost, lengths: Lengths, prepared: PreparedCost | undefined): void {
  switch (cost.kind) {
    case 'dense':
      return checkDense(cost, lengths);
    case 'banded':
      return checkBanded(cost, lengths);
    case 'gathered':
      return checkGathered(cost, lengths);
    case 'features':
      return checkFeatures(cost, lengths, prepared!);
    case 'device':
      // Nobody can look without a read-back: the kernel sets a status word per item instead.
      return;
  }
}

/** The first position in [from, to) that holds no cost, or -1. */
function firstBad(data: FloatArray, from: number, to: number): number {
  for (let position = from; position < to; position++) {
    if (badNumber(data[position], -LARGEST_MAGNITUDE, true)) return position;
  }
  return -1;
}

function refuse(argument: string, index: readonly number[], value: number): never {
  throw new InvalidArgumentError({ argument, index, found: show(value), expected: COST_EXPECTED });
}

function checkDense({ data, shape }: DenseCost, { rowLengths, columnLengths, band }: Lengths): void {
  const [batch, rows, columns] = shape;
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < rowLengths[b]; n++) {
      const start = (b * rows + n) * columns;
      const first = band === undefined ? 0 : band.first[b * band.batchStride + n];
      const last = Math.min(columnLengths[b] - 1, band === undefined ? columns : band.last[b * band.batchStride + n]);
      const bad = firstBad(data, start + first, start + last + 1);
      if (bad >= 0) refuse('cost.data', [b, n, bad - start], data[bad]);
    }
  }
}

function checkBanded({ data, shape, first, last }: BandedCost, { rowLengths, columnLengths, band }: Lengths): void {
  const [batch, rows] = shape;
  let start = 0;
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < rows; n++) {
      const row = b * rows + n;
      if (n < rowLengths[b]) {
        const from = Math.max(first[row], band === undefined ? 0 : band.first[b * band.batchStride + n]);
        const to = Math.min(last[row], columnLengths[b] - 1, band === undefined ? Infinity : band.last[b * band.batchStride + n]);
        const bad = firstBad(data, start + from - first[row], start + to - first[row] + 1);
        if (bad >= 0) refuse('cost.data', [b, n, bad - start + first[row]], data[bad]);
      }
      start += Math.max(0, last[row] - first[row] + 1);
    }
  }
}

function checkGathered({ values, shape, classes, index }: GatheredCost, { rowLengths, columnLengths, band }: Lengths): void {
  const [batch, rows, columns] = shape;
  for (let b = 0; b < batch; b++) {
    for (let m = 0; m < columnLengths[b]; m++) {
      const value = index[b * columns + m];
      if (value < 0 || value >= classes) {
        throw new InvalidArgumentError({
          argument: 'cost.index',
          index: [b, m],
          found: show(value),
          expected: `a class from 0 to ${classes - 1}`,
        });
      }
    }
    // A column of each class that occurs stands for all of them; with a band each row has columns of its own.
    const labels = index.subarray(b * columns, b * columns + columnLengths[b]);
    const distinct = band === undefined ? Int32Array.from(new Set(labels)) : labels;
    for (let n = 0; n < rowLengths[b]; n++) {
      const start = (b * rows + n) * classes;
      const first = band === undefined ? 0 : band.first[b * band.batchStride + n];
      const last = Math.min(distinct.length - 1, band === undefined ? columns : band.last[b * band.batchStride + n]);
      for (let m = first; m <= last; m++) {
        const label = distinct[m];
        if (badNumber(values[start + label], -LARGEST_MAGNITUDE, true)) refuse('cost.values', [b, n, label], values[start + label]);
      }
    }
  }
}

function checkFeatures(cost: FeaturesCost, { rowLengths, columnLengths }: Lengths, prepared: PreparedCost): void {
  const [batch, rows, columns] = cost.shape;
  for (let b = 0; b < batch; b++) {
    checkSequence('x', cost.x, b, rows, rowLengths[b], prepared);
    checkSequence('y', cost.y, b, columns, columnLengths[b], prepared);
  }
}

function checkSequence(name: 'x' | 'y', data: FloatArray, b: number, side: number, length: number, prepared: PreparedCost): void {
  const { dimension } = prepared;
  const domains = Array.from({ length: dimension }, (_, d) => prepared.domain(name, d));
  for (let n = 0; n < length; n++) {
    const start = (b * side + n) * dimension;
    for (let d = 0; d < dimension; d++) {
      const value = data[start + d];
      const expected = wrongFeature(value, domains[d]);
      if (expected !== undefined) {
        throw new InvalidArgumentError({ argument: `cost.${name}`, index: [b, n, d], found: show(value), expected });
      }
    }
    const problem = prepared.rowProblem?.(name, data, start);
    if (problem !== undefined) {
      throw new InvalidArgumentError({ argument: `cost.${name}`, index: [b, n], found: 'a row that cannot be used', expected: problem });
    }
  }
}

/** What a feature ought to be, or undefined where it is. */
function wrongFeature(value: number, { least, most, description }: FeatureDomain): string | undefined {
  const limit = `a number within ±${LARGEST_FEATURE}`;
  if (!(value >= least && value <= most)) return most > LARGEST_FEATURE ? limit : description;
  // A domain may allow -Infinity on purpose: the log-probability of 0.
  return Math.abs(value) <= LARGEST_FEATURE || !Number.isFinite(value) ? undefined : limit;
}
