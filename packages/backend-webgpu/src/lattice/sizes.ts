import type { AlignmentProblem } from '@rubato/core';
import { mostCandidates } from '@rubato/core';
import { hardmin } from '@rubato/minimum';
import { BufferUsage } from '../device/flags.ts';
import { TRACE_WORDS } from './best-path.ts';
import { descriptionWords } from './description.ts';
import { endScratch } from './kernels.ts';
import type { Density, Part, Window } from './parts.ts';
import { endMovesScratch } from './second-order.ts';
import type { CostSource, Numbers } from './source.ts';
import { isPlace } from './source.ts';
import type { Strips } from '../strips/solve.ts';
import { stripBytes } from '../strips/solve.ts';
import type { LatticeStructure } from './structure.ts';
import type { Wanted } from './wanted.ts';

/** The buffers of a part, by name. */
export type BufferName =
  | 'description'
  | 'cost'
  | 'x'
  | 'y'
  | 'distances'
  | 'statuses'
  | 'ends'
  | 'endScratch'
  | 'results'
  | 'alignment'
  | 'gradient'
  | 'inputGradient'
  | 'inputGradientY'
  | 'edges'
  | 'rowSums'
  | 'columnSums'
  | 'starts'
  | 'temperature'
  | 'direction'
  | 'moves'
  | 'endMoves'
  | 'alignmentMoves'
  | 'pathStatuses'
  | 'pathEnds'
  | 'pathResults'
  | 'traces'
  | 'paths'
  | 'checkpoints'
  | 'moveCheckpoints'
  | 'stripResults'
  | 'stripScratch'
  | 'stripCosts'
  | 'stripMeans'
  | 'stripCarry'
  | 'distancesBelow'
  | 'alignmentBelow'
  | 'movesBelow'
  | 'alignmentMovesBelow';

/** What a job's buffers depend on. */
export interface JobShape {
  readonly problem: AlignmentProblem;
  readonly structure: LatticeStructure;
  readonly wanted: Wanted;
  readonly source: CostSource;
  /** The strips that compute values and derivatives; undefined: the lattice's own kernels do. */
  readonly strips: Strips | undefined;
  /** The most start and end cells of an item. */
  readonly widths: BoundaryWidths;
  /** Numbers of scratch for each end cell. */
  readonly scratch: number;
}

/** The widths of the arrays of start and end cells. */
export interface BoundaryWidths {
  readonly start: number;
  readonly end: number;
}

/** Numbers of scratch that the end cells' minimum needs for each of them. */
export function scratchOf({ structure, wanted }: Pick<JobShape, 'structure' | 'wanted'>): number {
  return Math.max(
    endScratch(structure.minimum, wanted.temperature),
    wanted.path ? endScratch(hardmin, false) : 0,
    wanted.hessian === undefined ? 0 : endMovesScratch(structure),
  );
}

/** The widths of the arrays of start and end cells. */
export function boundaryWidths({ start, end, rowLengths, columnLengths }: AlignmentProblem): BoundaryWidths {
  return { start: mostCandidates(start, rowLengths, columnLengths), end: mostCandidates(end, rowLengths, columnLengths) };
}

/** The most cells of a path of any item. */
export function longestPath({ rows, columns }: AlignmentProblem): number {
  return rows + columns - 1;
}

/** Bytes for each cell of the lattice's arrays: what a part's size follows from. */
export function density({ problem, structure, wanted, source, strips }: JobShape): Density {
  const own = source.kind === 'dense' || source.kind === 'banded' ? source.data : undefined;
  const each = [
    strips === undefined || wanted.path ? 8 : 0,
    ...(strips === undefined
      ? []
      : stripBytes(strips, 1, problem.rows, problem.columns).map(([, bytes]) => bytes / (problem.rows * problem.columns))),
    structure.cost === 'staged' || (own !== undefined && !isPlace(own)) ? 4 : 0,
    wanted.backward ? 4 : 0,
    wanted.gradient && !wanted.gradientIsAlignment ? 4 : 0,
    wanted.edges ? 4 * problem.steps.length : 0,
    ...(wanted.hessian === undefined ? [] : [4, 4, 4]),
  ];
  return { total: each.reduce((sum, bytes) => sum + bytes, 0), largest: Math.max(...each) };
}

/** Bytes of the buffers of a part. One of the caller's own is not among them. */
export function partBuffers(shape: JobShape, part: Part): ReadonlyMap<BufferName, number> {
  const { problem, structure, wanted, source, strips } = shape;
  const sizes = new Map<BufferName, number>();
  const [window] = part.windows;
  const { items } = window;
  const most = (of: (each: Window) => number): number => part.windows.reduce((size, each) => Math.max(size, of(each)), 0);
  const cells = most((each) => each.cells);
  const lines = most((each) => each.windowRows) * items;
  const dense = lines * problem.columns;
  const { start, end } = shape.widths;
  const several = part.windows.length > 1;
  const neighbours = structure.reach * problem.columns;
  const add = (name: BufferName, bytes: number): void => void sizes.set(name, bytes);
  const input = (name: BufferName, numbers: Numbers, count: number): void => {
    if (!isPlace(numbers)) add(name, 4 * count);
  };

  add('description', 4 * most((each) => descriptionWords(problem, structure, each)));
  switch (source.kind) {
    case 'dense':
      input('cost', source.data, dense);
      break;
    case 'banded':
      // What its rows have beyond the problem's band is kept, too.
      input(
        'cost',
        source.data,
        most((each) => bandedCells(problem, each)),
      );
      break;
    case 'gathered':
      input('cost', source.values, lines * source.classes);
      break;
    case 'features':
      add('cost', 4 * cells);
      input('x', source.x, lines * source.prepared.dimension);
      input('y', source.y, items * problem.columns * source.prepared.dimension);
  }
  if (strips === undefined || wanted.path) add('distances', 8 * cells);
  add('statuses', 4 * items);
  if (strips === undefined) add('ends', 16 * items * end);
  add(strips === undefined ? 'results' : 'stripResults', 16 * items);
  if (strips !== undefined) for (const [name, bytes] of stripBytes(strips, items, problem.rows, problem.columns)) add(name, bytes);
  if (wanted.backward && (strips === undefined || strips.structure.alignment)) add('alignment', 4 * cells);
  if (wanted.gradient && !wanted.gradientIsAlignment) add('gradient', 4 * cells);
  if (wanted.edges) add('edges', 4 * problem.steps.length * cells);
  if (wanted.edgeSums.has('row')) add('rowSums', 8 * problem.steps.length * lines);
  if (wanted.edgeSums.has('column')) add('columnSums', 8 * problem.steps.length * items * problem.columns);
  if (wanted.boundary) add('starts', 8 * items * start);
  if (wanted.temperature) add('temperature', 4 * lines);
  if (wanted.hessian !== undefined) {
    add('direction', 4 * dense);
    add('moves', 4 * cells);
    add('endMoves', 8 * items * end);
    add('alignmentMoves', 4 * cells);
  }
  add('endScratch', 4 * shape.scratch * items * end);
  if (wanted.inputGradient && source.kind === 'gathered') add('inputGradient', 4 * lines * source.classes);
  if (wanted.inputGradient && source.kind === 'features') {
    add('inputGradient', 4 * lines * source.prepared.dimension);
    add('inputGradientY', 4 * items * problem.columns * source.prepared.dimension);
  }
  if (wanted.path) {
    add('pathStatuses', 4 * items);
    add('pathEnds', 16 * items * end);
    add('pathResults', 16 * items);
    add('traces', 4 * TRACE_WORDS * items);
    add('paths', 8 * items * longestPath(problem));
  }
  if (several) {
    add('checkpoints', 8 * neighbours * (part.windows.length - 1));
    if (wanted.hessian !== undefined) add('moveCheckpoints', 4 * neighbours * (part.windows.length - 1));
    if (wanted.backward) {
      add('distancesBelow', 8 * neighbours);
      add('alignmentBelow', 4 * neighbours);
      if (wanted.hessian !== undefined) {
        add('movesBelow', 4 * neighbours);
        add('alignmentMovesBelow', 4 * neighbours);
      }
    }
  }
  return sizes;
}

/** Values of a banded cost in a window. */
export function bandedCells({ cost, rows }: AlignmentProblem, { firstItem, items, windowRow, windowRows }: Window): number {
  if (cost.kind !== 'banded') return 0;
  let cells = 0;
  for (let b = firstItem; b < firstItem + items; b++) {
    for (let n = windowRow; n < windowRow + windowRows; n++) cells += Math.max(0, cost.last[b * rows + n] - cost.first[b * rows + n] + 1);
  }
  return cells;
}

/** Every buffer of a part may be bound, copied from and to, and written by the host. */
export const USAGE: number = BufferUsage.STORAGE | BufferUsage.COPY_SRC | BufferUsage.COPY_DST;

/** Bytes of the largest piece of the caller's buffers that a window of the part binds. */
export function largestPlace({ problem, source }: JobShape, part: Part): number {
  const lines = part.windows.reduce((most, { items, windowRows }) => Math.max(most, items * windowRows), 0);
  const [{ items }] = part.windows;
  const pieces: (readonly [Numbers, number])[] =
    source.kind === 'features'
      ? [
          [source.x, lines * source.prepared.dimension],
          [source.y, items * problem.columns * source.prepared.dimension],
        ]
      : source.kind === 'gathered'
        ? [[source.values, lines * source.classes]]
        : [[source.data, lines * problem.columns]];
  // A piece begins where bindings may begin, at or before the first number.
  return pieces.reduce((most, [numbers, count]) => (isPlace(numbers) ? Math.max(most, 4 * count + BINDING_STEP) : most), 0);
}

/** Bindings begin at multiples of this on every device: WebGPU's default limit, and no device may ask for more. */
export const BINDING_STEP = 256;
