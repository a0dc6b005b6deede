import { InvalidArgumentError } from '../errors.ts';
import type { Boundary, BoundaryInput, BoundaryRole, BoundarySet, Cell } from './boundary.ts';
import { candidateCount } from './boundary.ts';
import { checkFields, checkObject, checkOneOf, checkWhole, LARGEST_MAGNITUDE, show } from './check.ts';
import { normaliseBoundaryTable } from './normalise-table.ts';

const SETS: readonly BoundarySet[] = ['corner', 'firstRow', 'lastRow', 'firstColumn', 'lastColumn'];

type BoundaryObject = Exclude<BoundaryInput, BoundarySet | readonly Cell[]>;

function asObject(role: BoundaryRole, input: unknown): BoundaryObject {
  if (input === undefined) return { set: 'corner' };
  if (typeof input === 'string') return { set: input as BoundarySet };
  if (Array.isArray(input)) return { cells: input as Cell[] };
  checkObject(role, input, 'the name of a set, a list of cells, or an object');
  checkFields(`${role}.`, input as BoundaryObject, ['set', 'cells', 'cellsOfItem', 'multiplier', 'penalty']);
  return input as BoundaryObject;
}

/** The length K of tables: the most candidates that an item may have. */
function tableLength(set: Boundary['set'], rows: number, columns: number, lists: readonly (readonly Cell[])[]): number {
  switch (set) {
    case 'corner':
      return 1;
    case 'firstRow':
    case 'lastRow':
      return columns;
    case 'firstColumn':
    case 'lastColumn':
      return rows;
    case 'cells':
      return lists.reduce((most, list) => Math.max(most, list.length), 1);
  }
}

/** One list of cells per item. */
function listCells(role: BoundaryRole, input: BoundaryObject, batch: number): readonly (readonly Cell[])[] {
  if (input.cells !== undefined) {
    if (!Array.isArray(input.cells))
      throw new InvalidArgumentError({ argument: `${role}.cells`, found: show(input.cells), expected: 'a list of cells (row, column)' });
    return Array.from({ length: batch }, () => input.cells!);
  }
  const lists: unknown = input.cellsOfItem;
  // Array.from: a gap in a list is not skipped, as its own methods would.
  if (!Array.isArray(lists) || lists.length !== batch || !Array.from(lists, (list) => Array.isArray(list)).every(Boolean)) {
    const found = Array.isArray(lists) ? `${lists.length} lists` : show(lists);
    throw new InvalidArgumentError({ argument: `${role}.cellsOfItem`, found, expected: `${batch} lists of cells, one per item` });
  }
  return lists as readonly (readonly Cell[])[];
}

/** Absolute (row, column) pairs. Cells of an item without rows or columns are left out: it is infeasible anyway. */
function resolveCells(
  role: BoundaryRole,
  lists: readonly (readonly Cell[])[],
  rowLengths: Int32Array,
  columnLengths: Int32Array,
): { readonly cells: Int32Array; readonly offsets: Int32Array } {
  const argument = `${role}.cells`;
  const cells: number[] = [];
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, b) => {
    const [rows, columns] = [rowLengths[b], columnLengths[b]];
    const seen = new Set<number>();
    if (list.length === 0) throw new InvalidArgumentError({ argument, index: [b], found: 'empty', expected: 'at least one cell' });
    for (let k = 0; k < list.length; k++) {
      const cell: unknown = list[k];
      if (!Array.isArray(cell) || cell.length !== 2) {
        throw new InvalidArgumentError({ argument, index: [b, k], found: show(cell), expected: 'a pair (row, column)' });
      }
      if (rows === 0 || columns === 0) continue;
      const row = resolve(argument, cell[0], rows, [b, k, 0]);
      const column = resolve(argument, cell[1], columns, [b, k, 1]);
      if (seen.has(row * columns + column)) {
        throw new InvalidArgumentError({ argument, index: [b, k], found: `(${row}, ${column}) again`, expected: 'each cell once' });
      }
      seen.add(row * columns + column);
      cells.push(row, column);
    }
    offsets[b + 1] = cells.length / 2;
  });
  return { cells: Int32Array.from(cells), offsets };
}

/** One coordinate of a cell, counted from the end where it is negative. */
function resolve(argument: string, value: unknown, length: number, index: readonly number[]): number {
  checkWhole(argument, value, -length, length - 1, index);
  return (value as number) < 0 ? (value as number) + length : (value as number);
}

/** Checks a boundary and makes it absolute. */
export function normaliseBoundary(
  role: BoundaryRole,
  input: unknown,
  rows: number,
  columns: number,
  rowLengths: Int32Array,
  columnLengths: Int32Array,
): Boundary {
  const object = asObject(role, input);
  const batch = rowLengths.length;
  const given = [object.set, object.cells, object.cellsOfItem].filter((value) => value !== undefined).length;
  if (given > 1) {
    throw new InvalidArgumentError({ argument: role, found: 'several of set, cells, cellsOfItem', expected: 'one of them' });
  }
  const explicit = object.cells !== undefined || object.cellsOfItem !== undefined;
  const set: Boundary['set'] = explicit ? 'cells' : (object.set ?? 'corner');
  if (!explicit) checkOneOf(`${role}.set`, set, SETS);
  const lists = explicit ? listCells(role, object, batch) : [];
  const resolved = explicit ? resolveCells(role, lists, rowLengths, columnLengths) : undefined;
  const axes = [batch, tableLength(set, rows, columns, lists)] as const;
  const candidates = rowLengths.map((length, b) => candidateCount({ set, ...resolved }, b, length, columnLengths[b]));
  return Object.freeze({
    role,
    set,
    ...resolved,
    multiplier: normaliseBoundaryTable(`${role}.multiplier`, object.multiplier, axes, role === 'start' ? 1 : 0, 0, candidates),
    penalty: normaliseBoundaryTable(`${role}.penalty`, object.penalty, axes, 0, -LARGEST_MAGNITUDE, candidates),
  });
}
