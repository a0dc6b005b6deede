import type { BandInput, BoundaryInput, BoundaryTableInput, Cell, CostInput, ProblemInput, Step, StepTableInput } from '@rubato/core';
import type { Choose } from './choose.ts';

const STEPS: readonly Step[] = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 2],
  [0, 2],
  [3, 1],
  [7, 7],
];

interface Sizes {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowLengths: readonly number[];
  readonly columnLengths: readonly number[];
}

/** A cost or penalty: mostly whole numbers, so that ties happen; sometimes `Infinity`. */
function value(random: Choose, least: number): number {
  if (random.chance(0.06)) return Infinity;
  return random.chance(0.5) ? random.whole(Math.max(least, -1), 4) : Math.max(least, 4 * random.unit() - 1);
}

function floats(random: Choose, size: number, least: number): Float32Array | Float64Array {
  const data = random.chance(0.3) ? new Float32Array(size) : new Float64Array(size);
  for (let i = 0; i < size; i++) data[i] = value(random, least);
  return data;
}

function ranges(random: Choose, rows: number, columns: number): { readonly first: number[]; readonly last: number[] } {
  const first: number[] = [];
  const last: number[] = [];
  for (let n = 0; n < rows; n++) {
    const previous = first[n - 1] ?? 0;
    first.push(Math.min(columns, previous + (random.chance(0.5) ? random.whole(0, 2) : 0)));
    const least = Math.max(last[n - 1] ?? -1, first[n] - 1);
    last.push(Math.min(columns - 1, Math.max(least, first[n] + random.whole(-1, 3))));
  }
  return { first, last };
}

function cost(random: Choose, { batch, rows, columns, rowLengths, columnLengths }: Sizes): CostInput {
  const shape = batch === 1 && random.chance(0.5) ? ([rows, columns] as const) : ([batch, rows, columns] as const);
  switch (random.pick(['dense', 'dense', 'banded', 'gathered', 'features'] as const)) {
    case 'dense': {
      const data = floats(random, batch * rows * columns, -1);
      for (let i = 0; i < data.length; i++) {
        const b = Math.floor(i / (rows * columns));
        const padding = Math.floor(i / columns) % rows >= rowLengths[b] || i % columns >= columnLengths[b];
        if (padding) data[i] = NaN;
      }
      return { kind: 'dense', data, shape };
    }
    case 'banded': {
      const items = Array.from({ length: batch }, () => ranges(random, rows, columns));
      const first = Int32Array.from(items.flatMap((item) => item.first));
      const last = Int32Array.from(items.flatMap((item) => item.last));
      const size = first.reduce((sum, from, row) => sum + last[row] - from + 1, 0);
      return { kind: 'banded', data: floats(random, size, -1), shape, first, last };
    }
    case 'gathered': {
      const classes = random.whole(1, 4);
      const index = Int32Array.from({ length: batch * columns }, () => random.whole(0, classes - 1));
      return { kind: 'gathered', values: floats(random, batch * rows * classes, -1), shape, classes, index };
    }
    case 'features': {
      const dimension = random.whole(1, 3);
      const finite = (size: number): Float64Array => Float64Array.from({ length: size }, () => random.whole(-2, 2));
      const name = random.pick(['squaredEuclidean', 'absolute', 'innerProduct', 'cosine']);
      const [x, y] = [finite(batch * rows * dimension), finite(batch * columns * dimension)];
      return { kind: 'features', x, y, shape, dimension, localCost: { name } };
    }
  }
}

function stepTable(random: Choose, axes: readonly number[], least: number): StepTableInput {
  if (random.chance(0.2)) return value(random, least);
  if (random.chance(0.3)) return Array.from({ length: axes[3] }, () => value(random, least));
  const shape = axes.map((side) => (random.chance(0.5) ? side : 1)) as [number, number, number, number];
  return {
    data: floats(
      random,
      shape.reduce((product, side) => product * side, 1),
      least,
    ),
    shape,
  };
}

function boundary(random: Choose, role: 'start' | 'end', { batch, rows, columns, rowLengths, columnLengths }: Sizes): BoundaryInput {
  const listOf = (height: number, width: number): Cell[] => {
    const found = new Map<string, Cell>();
    for (let k = random.whole(1, 3); k > 0; k--) {
      const cell = [random.whole(0, Math.max(0, height - 1)), random.whole(0, Math.max(0, width - 1))] as const;
      found.set(cell.join(), cell);
    }
    return [...found.values()];
  };
  const kind = random.pick(['corner', 'firstRow', 'lastRow', 'firstColumn', 'lastColumn', 'cellsOfItem', 'cells'] as const);
  const cellsOfItem = Array.from({ length: batch }, (_, b) => listOf(rowLengths[b], columnLengths[b]));
  const positive = (lengths: readonly number[]): number[] => lengths.filter((length) => length > 0);
  const cells = listOf(Math.min(rows, ...positive(rowLengths)), Math.min(columns, ...positive(columnLengths)));
  const place = kind === 'cells' ? { cells } : kind === 'cellsOfItem' ? { cellsOfItem } : { set: kind };
  const most = {
    corner: 1,
    firstRow: columns,
    lastRow: columns,
    firstColumn: rows,
    lastColumn: rows,
    cells: cells.length,
    cellsOfItem: Math.max(...cellsOfItem.map((list) => list.length)),
  }[kind];
  const table = (least: number): BoundaryTableInput => {
    if (random.chance(0.3)) return value(random, least);
    const shape = [random.chance(0.5) ? batch : 1, random.chance(0.5) ? most : 1] as const;
    return { data: floats(random, shape[0] * shape[1], least), shape };
  };
  const isPlain = random.chance(role === 'start' ? 0.4 : 0.6);
  return { ...place, ...(isPlain ? {} : { multiplier: table(0), penalty: table(-1) }) };
}

function band(random: Choose, { batch, rows, columns }: Sizes): BandInput {
  const kind = random.pick(['sakoeChiba', 'itakura', 'ranges', 'ranges'] as const);
  if (kind === 'sakoeChiba') return { kind, radius: random.pick([0, 1, 1.5, 2, 10]) };
  if (kind === 'itakura') return { kind, slope: random.pick([1, 1.5, 2, 3]) };
  const items = Array.from({ length: random.chance(0.5) ? 1 : batch }, () => ranges(random, rows, columns));
  return { kind, first: items.flatMap((item) => item.first), last: items.flatMap((item) => item.last) };
}

/** A random valid problem with sides up to `side`: every cost kind, table shape, boundary, band, ragged and empty items, `Infinity`. */
export function randomProblem(random: Choose, side = 5): ProblemInput {
  const [batch, rows, columns] = [random.whole(1, 3), random.whole(1, side), random.whole(1, side)];
  const isRagged = random.chance(0.4);
  const lengths = (most: number): number[] =>
    Array.from({ length: batch }, () => (isRagged ? random.whole(random.chance(0.1) ? 0 : 1, most) : most));
  const sizes: Sizes = { batch, rows, columns, rowLengths: lengths(rows), columnLengths: lengths(columns) };
  const steps = STEPS.filter((_, s) => random.chance(s < 3 ? 0.75 : 0.15));
  if (steps.length === 0) steps.push([1, 1]);
  const axes = [batch, rows, columns, steps.length];
  return {
    cost: cost(random, sizes),
    steps,
    ...(isRagged ? { rowLengths: sizes.rowLengths, columnLengths: sizes.columnLengths } : {}),
    ...(random.chance(0.5) ? { stepWeights: stepTable(random, axes, 0) } : {}),
    ...(random.chance(0.4) ? { stepPenalties: stepTable(random, axes, -1) } : {}),
    ...(random.chance(0.6) ? { start: boundary(random, 'start', sizes) } : {}),
    ...(random.chance(0.6) ? { end: boundary(random, 'end', sizes) } : {}),
    ...(random.chance(0.3) ? { band: band(random, sizes) } : {}),
    minimum: random.pick(['softmin', 'hardmin', 'sparsemin', 'smoothmin']),
    temperature: random.chance(0.5) ? random.pick([0.1, 1, 5]) : Array.from({ length: batch }, () => 0.1 + 2 * random.unit()),
    ...(random.chance(0.3) ? { precision: random.pick(['float32', 'float64'] as const) } : {}),
  };
}
