import type { CostInput, Precision } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import { drawRanges } from './bands.ts';
import type { Draw } from './draw.ts';
import type { FeatureRecipe } from './features.ts';
import { featureCase } from './features.ts';
import type { Padding } from './padding.ts';
import { paddingNumber } from './padding.ts';

export type CostKindRecipe = 'dense' | 'banded' | 'gathered' | 'features';

/**
 * What costs look like: numbers from 0 to 3; of both signs; with forbidden cells; walls of 50 between numbers up to 1; the distance
 * of two random walks (deep winding valleys); few distinct numbers; numbers up to 1000.
 */
export type CostContent = 'plain' | 'signed' | 'holes' | 'walls' | 'walk' | 'ties' | 'large';

export interface CostContext {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowLengths: readonly number[];
  readonly columnLengths: readonly number[];
  readonly precision: Precision;
  readonly storage: 'same' | 'float64';
  readonly content: CostContent;
  readonly features: FeatureRecipe;
  readonly whole: boolean;
  readonly padding: Padding;
}

/** A cost of one item by row and column (or class). */
type CostOfCell = (n: number, m: number) => number;

function drawContent(content: CostContent, whole: boolean, rows: number, columns: number, draw: Draw): CostOfCell {
  if (whole) return () => (content === 'holes' && draw.chance(0.08) ? Infinity : draw.whole(content === 'signed' ? -2 : 0, 3));
  switch (content) {
    case 'plain':
      return () => draw.real(0, 3);
    case 'signed':
      return () => draw.real(-2, 2);
    case 'holes':
      return () => (draw.chance(0.1) ? Infinity : draw.real(0, 3));
    case 'walls':
      return () => (draw.chance(0.4) ? 50 : draw.real(0, 1));
    case 'walk': {
      const walk = (length: number): number[] => {
        let at = 0;
        return Array.from({ length }, () => (at += draw.pick([-1, 1]) * draw.real(0.5, 1)));
      };
      const [x, y] = [walk(rows), walk(columns)];
      return (n, m) => Math.fround(4 * Math.abs(x[n] - y[m]));
    }
    case 'ties':
      return () => draw.pick([0, 0.5, 1]);
    case 'large':
      return () => draw.real(0, 1000);
  }
}

/** Draws a cost of one of the kinds, with its padding filled. */
export function drawCost(kind: CostKindRecipe, context: CostContext, draw: Draw): CostInput {
  const { batch, rows, columns } = context;
  const shape = [batch, rows, columns] as const;
  const array = (length: number): FloatArray =>
    context.precision === 'float32' && context.storage === 'same' ? new Float32Array(length) : new Float64Array(length);
  const contents = (width: number): CostOfCell[] =>
    Array.from({ length: batch }, () => drawContent(context.content, context.whole, rows, width, draw));
  const pad = (): number => paddingNumber(context.padding);

  switch (kind) {
    case 'dense': {
      const data = array(batch * rows * columns);
      const cell = contents(columns);
      for (let position = 0; position < data.length; position++) {
        const [b, n, m] = [Math.floor(position / (rows * columns)), Math.floor(position / columns) % rows, position % columns];
        // Drawn in any case, so that what stands in the padding changes nothing outside it.
        const value = cell[b](n, m);
        data[position] = n < context.rowLengths[b] && m < context.columnLengths[b] ? value : pad();
      }
      return { kind, data, shape };
    }
    case 'banded': {
      const ranges = context.rowLengths.map((length, b) => drawRanges(rows, columns, length, Math.max(1, context.columnLengths[b]), draw));
      const first = Int32Array.from(ranges.flatMap((range) => range.first));
      const last = Int32Array.from(ranges.flatMap((range) => range.last));
      const data: number[] = [];
      const cell = contents(columns);
      for (let row = 0; row < batch * rows; row++) {
        const [b, n] = [Math.floor(row / rows), row % rows];
        for (let m = first[row]; m <= last[row]; m++) {
          const value = cell[b](n, m);
          data.push(n < context.rowLengths[b] && m < context.columnLengths[b] ? value : pad());
        }
      }
      const packed = array(data.length);
      packed.set(data);
      return { kind, data: packed, shape, first, last };
    }
    case 'gathered': {
      const classes = draw.whole(1, 4);
      const values = array(batch * rows * classes);
      const cell = contents(classes);
      for (let position = 0; position < values.length; position++) {
        const [b, n, k] = [Math.floor(position / (rows * classes)), Math.floor(position / classes) % rows, position % classes];
        const value = cell[b](n, k);
        values[position] = n < context.rowLengths[b] ? value : pad();
      }
      const index = new Int32Array(batch * columns);
      for (let position = 0; position < index.length; position++) {
        const value = draw.whole(0, classes - 1);
        const inside = position % columns < context.columnLengths[Math.floor(position / columns)];
        index[position] = inside ? value : context.padding.draw.whole(-3, classes + 3);
      }
      return { kind, values, shape, classes, index };
    }
    case 'features': {
      const { localCost, dimension, row } = featureCase(context.features, context.whole, draw);
      const sequence = (name: 'x' | 'y', side: number, lengths: readonly number[]): FloatArray => {
        const data = array(batch * side * dimension);
        for (let position = 0; position < batch * side; position++) {
          const inside = position % side < lengths[Math.floor(position / side)];
          const values = row(name, draw);
          for (let d = 0; d < dimension; d++) data[position * dimension + d] = inside ? values[d] : pad();
        }
        if (context.precision === 'float32') for (let k = 0; k < data.length; k++) data[k] = Math.fround(data[k]);
        return data;
      };
      const x = sequence('x', rows, context.rowLengths);
      return { kind, x, y: sequence('y', columns, context.columnLengths), shape, dimension, localCost };
    }
  }
}
