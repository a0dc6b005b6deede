import type { AlignmentProblem, Boundary, BoundaryTable, LatticeLayout, StepTable } from '@rubato/core';
import { BoundaryIndex, candidateColumn, candidateRow } from '@rubato/core';
import { FORBIDDEN } from '../print/mathematics.ts';
import type { Parameters } from './parameters.ts';
import type { Window } from './parts.ts';
import type { CostSource } from './source.ts';
import { CELL_WORDS, ITEM_WORDS, ROW_WORDS } from './prelude.ts';
import type { BoundaryStructure, LatticeStructure, TableStructure } from './structure.ts';

/** The largest number that is sent to the device as itself. */
const LARGEST = 1e38;

/** γ in units, at least: 1/γ must not overflow. */
const LEAST_GAMMA = 1e-30;

/** A number as the device takes it: tables may hold what float32 cannot. Far too large ones are told apart there. */
export function deviceNumber(value: number): number {
  return value === Infinity ? FORBIDDEN : Math.min(LARGEST, Math.max(-LARGEST, value));
}

/** The numbers of an item that depend on γ. */
export interface ItemScale {
  /** A power of two near γ: what one unit of accumulated cost is. */
  readonly unit: number;
  readonly gamma: number;
}

/** Collects words and remembers where sections begin. */
class Words {
  readonly whole: Uint32Array<ArrayBuffer>;
  private readonly floats: Float32Array;
  length = 0;

  constructor(count: number) {
    this.whole = new Uint32Array(count);
    this.floats = new Float32Array(this.whole.buffer);
  }

  add(word: number): void {
    this.whole[this.length++] = word;
  }

  addNumber(value: number): void {
    this.floats[this.length++] = deviceNumber(value);
  }
}

/** Numbers of a step table of so many items and rows. */
function tableWords(structure: TableStructure, { shape, strides }: StepTable, items: number, rows: number): number {
  if (structure.kind === 'constant') return 0;
  return (strides[0] === 0 ? 1 : items) * (strides[1] === 0 ? 1 : rows) * shape[2] * shape[3];
}

const boundaryWords = (structure: TableStructure, { shape, strides }: BoundaryTable, items: number): number =>
  structure.kind === 'constant' ? 0 : (strides[0] === 0 ? 1 : items) * shape[1];

function listWords(boundary: Boundary, window: Window): number {
  if (boundary.set !== 'cells') return 0;
  const { items, firstItem } = window;
  return 2 * items + CELL_WORDS * (boundary.offsets![firstItem + items] - boundary.offsets![firstItem]);
}

/** Words of the description of a window. */
export function descriptionWords(problem: AlignmentProblem, structure: LatticeStructure, window: Window): number {
  const { items, windowRows } = window;
  const boundary = (own: Boundary, { multiplier, penalty }: BoundaryStructure): number =>
    listWords(own, window) + boundaryWords(multiplier, own.multiplier, items) + boundaryWords(penalty, own.penalty, items);
  return (
    ITEM_WORDS * items +
    (structure.banded ? ROW_WORDS * items * windowRows : 0) +
    (structure.cost === 'gathered' ? items * problem.columns : 0) +
    tableWords(structure.weights, problem.stepWeights, items, windowRows) +
    tableWords(structure.penalties, problem.stepPenalties, items, windowRows) +
    boundary(problem.start, structure.start) +
    boundary(problem.end, structure.end)
  );
}

/** The description of a window of rows of some items, and the parameters that say where its sections are. */
export function describeWindow(
  problem: AlignmentProblem,
  structure: LatticeStructure,
  layout: LatticeLayout,
  window: Window,
  scales: readonly ItemScale[],
  source: CostSource,
  costStarts: Float64Array | undefined,
): { readonly words: Uint32Array<ArrayBuffer>; readonly parameters: Parameters } {
  const words = new Words(descriptionWords(problem, structure, window));
  const { items, firstItem } = window;
  const parameters: Record<string, number> = { at_items: 0 };
  for (let b = firstItem; b < firstItem + items; b++) {
    const { unit, gamma } = scales[b];
    words.add(problem.rowLengths[b]);
    words.add(problem.columnLengths[b]);
    words.addNumber(1 / unit);
    words.addNumber(unit * 2 ** 29);
    words.addNumber(Math.max(LEAST_GAMMA, gamma / unit));
  }
  if (structure.banded) {
    parameters['at_rows'] = words.length;
    addRows(words, problem, layout, window, costStarts);
  }
  if (source.kind === 'gathered') {
    parameters['at_classes'] = words.length;
    parameters['classes'] = source.classes;
    addClasses(words, problem, source.index, window);
  }
  addTable(words, parameters, 'weights', structure.weights, problem.stepWeights, window);
  addTable(words, parameters, 'penalties', structure.penalties, problem.stepPenalties, window);
  for (const role of ['start', 'end'] as const) {
    const boundary = problem[role];
    if (boundary.set === 'cells') {
      parameters[`at_${role}_cells`] = words.length;
      addCells(words, problem, boundary, window);
    }
    addBoundaryTable(words, parameters, `${role}_multiplier`, structure[role].multiplier, boundary.multiplier, window);
    addBoundaryTable(words, parameters, `${role}_penalty`, structure[role].penalty, boundary.penalty, window);
  }
  return { words: words.whole, parameters };
}

function addRows(
  words: Words,
  problem: AlignmentProblem,
  layout: LatticeLayout,
  window: Window,
  costStarts: Float64Array | undefined,
): void {
  const { items, firstItem, windowRow, windowRows } = window;
  const base = layout.offset[firstItem * problem.rows + windowRow];
  const costBase = costStarts?.[firstItem * problem.rows + windowRow] ?? 0;
  for (let b = firstItem; b < firstItem + items; b++) {
    for (let n = windowRow; n < windowRow + windowRows; n++) {
      const row = b * problem.rows + n;
      words.add(layout.first[row]);
      words.add(layout.last[row] + 1);
      words.add(layout.offset[row] - base);
      // Where column 0 would be: adding a column wraps back into the array.
      words.add(problem.cost.kind === 'banded' ? costStarts![row] - costBase - problem.cost.first[row] : 0);
    }
  }
}

function addClasses(words: Words, { columns, columnLengths }: AlignmentProblem, index: Int32Array, { items, firstItem }: Window): void {
  for (let b = firstItem; b < firstItem + items; b++) {
    for (let m = 0; m < columns; m++) words.add(m < columnLengths[b] ? index[b * columns + m] : 0);
  }
}

function addTable(
  words: Words,
  parameters: Record<string, number>,
  name: 'weights' | 'penalties',
  structure: TableStructure,
  table: StepTable,
  { items, firstItem, windowRow, windowRows }: Window,
): void {
  if (structure.kind === 'constant') return;
  parameters[`at_${name}`] = words.length;
  const [strideB, strideN, strideM, strideS] = table.strides;
  const [, , M, S] = table.shape;
  const rows = strideN === 0 ? 1 : windowRows;
  parameters[`${name}_s`] = strideS === 0 ? 0 : 1;
  parameters[`${name}_m`] = strideM === 0 ? 0 : S;
  parameters[`${name}_n`] = strideN === 0 ? 0 : M * S;
  parameters[`${name}_b`] = strideB === 0 ? 0 : rows * M * S;
  for (let b = 0; b < (strideB === 0 ? 1 : items); b++) {
    const from = (firstItem + b) * strideB + windowRow * strideN;
    for (let i = from; i < from + rows * M * S; i++) words.addNumber(table.data[i]);
  }
}

function addBoundaryTable(
  words: Words,
  parameters: Record<string, number>,
  name: string,
  structure: TableStructure,
  { data, shape, strides }: BoundaryTable,
  { items, firstItem }: Window,
): void {
  if (structure.kind === 'constant') return;
  parameters[`at_${name}`] = words.length;
  parameters[`${name}_b`] = strides[0] === 0 ? 0 : shape[1];
  parameters[`${name}_k`] = strides[1] === 0 ? 0 : 1;
  for (let b = 0; b < (strides[0] === 0 ? 1 : items); b++) {
    const from = (firstItem + b) * strides[0];
    for (let k = 0; k < shape[1]; k++) words.addNumber(data[from + k]);
  }
}

/** For each item where its list begins, counted from here, and how long it is; then the cells, sorted by row and column. */
function addCells(words: Words, problem: AlignmentProblem, boundary: Boundary, { items, firstItem }: Window): void {
  const index = new BoundaryIndex(boundary);
  let at = 2 * items;
  for (let b = firstItem; b < firstItem + items; b++) {
    const count = problem.rowLengths[b] * problem.columnLengths[b] === 0 ? 0 : boundary.offsets![b + 1] - boundary.offsets![b];
    words.add(at);
    words.add(count);
    at += CELL_WORDS * count;
  }
  for (let b = firstItem; b < firstItem + items; b++) {
    const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
    index.open(b, rows, columns);
    for (let n = 0; n < rows; n++) {
      for (let i = 0; i < index.rowCount(n); i++) {
        const k = index.candidate(n, i);
        words.add(candidateRow(boundary, b, k, rows));
        words.add(candidateColumn(boundary, b, k, columns));
        words.add(k);
      }
    }
  }
}
