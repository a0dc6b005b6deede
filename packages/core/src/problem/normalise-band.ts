import { InvalidArgumentError } from '../errors.ts';
import type { Band, BandInput } from './band.ts';
import { checkFields, checkObject, checkOneOf, checkWhole, isNumberList, show } from './check.ts';

/** Columns where `|m - centre| ≤ radius`, written into a row. */
type RowRange = (n: number) => readonly [first: number, last: number];

function sakoeChiba(rows: number, columns: number, radius: number): RowRange {
  return (n) => {
    if (rows === 1) return [0, columns - 1];
    const centre = (n * (columns - 1)) / (rows - 1);
    return [Math.max(0, Math.ceil(centre - radius)), Math.min(columns - 1, Math.floor(centre + radius))];
  };
}

function itakura(rows: number, columns: number, slope: number): RowRange {
  // A cell that lies on a cone's edge belongs to the band: `slack` keeps rounding from pushing it out.
  const height = rows - 1;
  const width = columns - 1;
  const slack = 1e-9;
  return (n) => {
    if (rows === 1 || columns === 1) return [0, columns - 1];
    const u = n / height;
    const least = Math.max(u / slope, 1 - slope * (1 - u));
    const most = Math.min(u * slope, 1 - (1 - u) / slope);
    return [Math.max(0, Math.ceil(least * width - slack)), Math.min(width, Math.floor(most * width + slack))];
  };
}

/** Writes the rows of one item and makes both ends non-decreasing, empty rows included. */
function writeRows(band: Band, item: number, rows: number, range: RowRange): void {
  const start = item * band.batchStride;
  let previous = 0;
  for (let n = 0; n < rows; n++) {
    const [first, last] = range(n);
    band.first[start + n] = Math.max(previous, first);
    band.last[start + n] = Math.max(last, band.first[start + n] - 1);
    previous = band.first[start + n];
  }
}

function checkRanges(
  input: BandInput & { readonly kind: 'ranges' },
  batch: number,
  rows: number,
  columns: number,
  rowLengths: Int32Array,
): Band {
  for (const name of ['first', 'last'] as const) {
    const list: unknown = input[name];
    if (!isNumberList(list) || (list.length !== rows && list.length !== batch * rows)) {
      const found = isNumberList(list) ? `${list.length} long` : show(list);
      throw new InvalidArgumentError({ argument: `band.${name}`, found, expected: `${rows} or ${batch * rows} whole numbers` });
    }
  }
  if (input.first.length !== input.last.length) {
    throw new InvalidArgumentError({
      argument: 'band.last',
      found: `${input.last.length} long`,
      expected: `as many as band.first, ${input.first.length}`,
    });
  }
  const items = input.first.length / rows;
  const first = new Int32Array(items * rows);
  const last = new Int32Array(items * rows).fill(-1);
  for (let b = 0; b < items; b++) {
    // A band that all items share must be right on the longest of them; rows in the padding are never looked at.
    const length = items === 1 ? rowLengths.reduce((most, rowLength) => Math.max(most, rowLength)) : rowLengths[b];
    for (let n = 0; n < length; n++) {
      const index = items === 1 ? [n] : [b, n];
      const position = b * rows + n;
      const previous = n === 0 ? 0 : input.first[position - 1];
      checkWhole('band.first', input.first[position], previous, columns, index);
      const previousLast = n === 0 ? -1 : input.last[position - 1];
      checkWhole('band.last', input.last[position], Math.max(previousLast, input.first[position] - 1), columns - 1, index);
      first[position] = input.first[position];
      last[position] = input.last[position];
    }
  }
  return Object.freeze({ first, last, batchStride: items === 1 ? 0 : rows });
}

/** What the kinds of band are described by. */
const FIELDS: Readonly<Record<BandInput['kind'], readonly string[]>> = {
  sakoeChiba: ['radius'],
  itakura: ['slope'],
  ranges: ['first', 'last'],
};

/** Checks a band and turns it into row ranges. */
export function normaliseBand(
  input: unknown,
  rows: number,
  columns: number,
  rowLengths: Int32Array,
  columnLengths: Int32Array,
): Band | undefined {
  if (input === undefined) return undefined;
  checkObject('band', input);
  const band = input as BandInput;
  checkOneOf('band.kind', band.kind, Object.keys(FIELDS));
  checkFields('band.', band, ['kind', ...FIELDS[band.kind]]);
  const batch = rowLengths.length;
  if (band.kind === 'ranges') return checkRanges(band, batch, rows, columns, rowLengths);
  if (band.kind === 'sakoeChiba' && !(typeof band.radius === 'number' && band.radius >= 0)) {
    throw new InvalidArgumentError({ argument: 'band.radius', found: show(band.radius), expected: 'a number of at least 0' });
  }
  if (band.kind === 'itakura' && !(Number.isFinite(band.slope) && band.slope >= 1)) {
    throw new InvalidArgumentError({ argument: 'band.slope', found: show(band.slope), expected: 'a finite number of at least 1' });
  }
  const shared = rowLengths.every((length) => length === rowLengths[0]) && columnLengths.every((length) => length === columnLengths[0]);
  const items = shared ? 1 : batch;
  const size = items * rows;
  const result: Band = { first: new Int32Array(size), last: new Int32Array(size).fill(-1), batchStride: shared ? 0 : rows };
  for (let b = 0; b < items; b++) {
    const range =
      band.kind === 'itakura'
        ? itakura(rowLengths[b], columnLengths[b], band.slope)
        : sakoeChiba(rowLengths[b], columnLengths[b], band.radius);
    writeRows(result, b, rowLengths[b], range);
  }
  return Object.freeze(result);
}
