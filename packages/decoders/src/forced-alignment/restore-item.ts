import { checkWhole, isList, refuse } from '../check.ts';
import { blockCount } from './blocks.ts';
import type { Candidates } from './candidates.ts';
import type { ItemLattice } from './item-lattice.ts';
import type { ItemState } from './item-state.ts';
import { readCosts, SavedReader } from './saved-reader.ts';
import { joinPath } from './segments.ts';
import type { Phase } from './state.ts';
import type { UnitSums } from './unit-sums.ts';

const NAMES = [
  'phase',
  'block',
  'blockFrames',
  'rows',
  'exit',
  'endFrame',
  'endColumn',
  'endCandidate',
  'pathCost',
  'value',
  'path',
  'sums',
  'infeasible',
];

/** What a saved item belongs to. */
interface Owner {
  readonly lattice: ItemLattice;
  readonly confidence: boolean;
  readonly createSums: (path: readonly Int32Array[]) => UnitSums[];
}

/** A saved item as it goes on; refuses what no alignment of this lattice can have saved. Nothing of it is kept or modified. */
export function restoreItem(saved: unknown, argument: string, { lattice, confidence, createSums }: Owner): ItemState {
  const { frames, columns, ends } = lattice;
  const reader = new SavedReader(saved, argument, NAMES);
  const blockFrames = reader.whole('blockFrames', 1, Math.max(1, frames - 1));
  const blocks = blockCount(frames, blockFrames);
  const phase = reader.choice('phase', phasesOf(blocks, confidence));
  const block = reader.whole('block', 0, phase === 'finished' ? blocks : blocks - 1);
  const infeasible = reader.has('infeasible') && phase === 'finished' ? reader.text('infeasible') : undefined;
  if (reader.has('infeasible') && phase !== 'finished') reader.refuse('infeasible', `nothing in the phase ${phase}`);

  const state: ItemState = {
    phase,
    block,
    blockFrames,
    rows: [new Float64Array(), ...restoreRows(reader, rowCount(phase, block, blocks), columns)],
    exit: restoreExit(reader, phase === 'backward' && block < blocks - 1, columns),
    endFrame: reader.whole('endFrame', -1, frames - 1),
    endColumn: reader.whole('endColumn', -1, columns - 1),
    endCandidate: reader.whole('endCandidate', -1, ends.rows.length - 1),
    pathCost: reader.cost('pathCost'),
    value: reader.cost('value'),
    path: restorePieces(reader, lattice),
    sums: [],
    infeasible,
  };
  checkEnd(reader, state, blocks, lattice);
  checkPath(reader, state, lattice);
  const isTraced = infeasible === undefined && (phase === 'forward' || phase === 'backward' || phase === 'finished');
  if (isTraced && state.pathCost === Infinity) reader.refuse('pathCost', 'a finite number, for there is a path');
  const isSummed = phase === 'finished' || (phase === 'backward' && blocks > 1);
  if (isTraced && confidence && isSummed && state.value === Infinity) reader.refuse('value', 'a finite number, for there is a path');
  const hasSums = isTraced && confidence;
  state.sums = hasSums ? createSums(state.path) : [];
  restoreSums(reader, state.sums);
  return state;
}

function phasesOf(blocks: number, confidence: boolean): Phase[] {
  const phases: Phase[] = blocks > 1 ? ['pathForward', 'pathTrace'] : ['pathTrace'];
  if (confidence) phases.push(...(blocks > 1 ? (['forward', 'backward'] as const) : (['backward'] as const)));
  return [...phases, 'finished'];
}

/** Rows are kept from where they are known to where they are needed. */
function rowCount(phase: Phase, block: number, blocks: number): number {
  if (phase === 'finished') return 0;
  return phase === 'pathTrace' ? blocks - 1 : block;
}

function restoreRows(reader: SavedReader, count: number, columns: number): Float64Array[] {
  const rows = reader.list('rows', count);
  return Array.from({ length: count }, (_, k) => readCosts(rows[k], columns, `${reader.argument}.rows[${k}]`));
}

function restoreExit(reader: SavedReader, expected: boolean, columns: number): Float64Array | undefined {
  if (expected) return reader.costs('exit', columns);
  return reader.has('exit') ? reader.refuse('exit', 'nothing here') : undefined;
}

function restorePieces(reader: SavedReader, { frames, columns }: ItemLattice): Int32Array[] {
  return Array.from(reader.list('path'), (piece, k) => {
    const argument = `${reader.argument}.path`;
    if (!isList(piece) || piece.length === 0 || piece.length % 2 !== 0) refuse(argument, piece, '(frame, column) pairs', [k]);
    for (let i = 0; i < piece.length; i++) checkWhole(argument, piece[i], 0, (i % 2 === 0 ? frames : columns) - 1, [k, i]);
    return Int32Array.from(piece as ArrayLike<number>);
  });
}

/** The end that is known must be one of the lattice's, and that of a piece to come within its block. */
function checkEnd(reader: SavedReader, state: ItemState, blocks: number, { frames, columns, ends }: ItemLattice): void {
  const { phase, block, blockFrames, endFrame, endColumn, endCandidate, pathCost } = state;
  if (phase === 'pathForward') {
    const [row, column] = endCandidate < 0 ? [-1, -1] : [ends.rows[endCandidate], ends.columns[endCandidate]];
    if (endFrame !== row) reader.refuse('endFrame', `${row}, where the end candidate is`);
    if (endColumn !== column) reader.refuse('endColumn', `${column}, where the end candidate is`);
    if (endCandidate < 0 !== (pathCost === Infinity))
      reader.refuse('pathCost', 'a finite number where there is an end candidate, and only there');
  }
  if (phase !== 'pathTrace' || blocks === 1) return;
  reader.whole('endFrame', block === 0 ? 0 : block * blockFrames + 1, Math.min((block + 1) * blockFrames, frames - 1));
  reader.whole('endColumn', 0, columns - 1);
}

/** The path must be one, as far as it is known. */
function checkPath(reader: SavedReader, { phase, path: pieces, endFrame, endColumn, infeasible }: ItemState, lattice: ItemLattice): void {
  const { steps } = lattice.structure;
  const path = joinPath(pieces);
  if (path.length === 0) {
    const mayBeEmpty = phase === 'pathForward' || phase === 'pathTrace' || infeasible !== undefined;
    return mayBeEmpty ? undefined : reader.refuse('path', 'the cells of a path');
  }
  if (phase === 'pathForward') reader.refuse('path', 'nothing yet');
  const isTraced = phase !== 'pathTrace' && infeasible === undefined;
  const isStep = (row: number, column: number, i: number): boolean =>
    steps.some(([rows, columns]) => rows === path[i] - row && columns === path[i + 1] - column);
  for (let i = 2; i < path.length; i += 2) {
    if (!isStep(path[i - 2], path[i - 1], i)) reader.refuse('path', `cells that follow each other in steps; cell ${i / 2} does not`);
  }
  const begins = isTraced ? holds(lattice.starts, path[0], path[1]) : phase === 'finished' || isStep(endFrame, endColumn, 0);
  if (!begins) reader.refuse('path', 'a first cell where paths start, or that the piece to come leads to');
  if (!holds(lattice.ends, path[path.length - 2], path[path.length - 1])) reader.refuse('path', 'a last cell where paths end');
}

function holds({ rows, columns }: Candidates, row: number, column: number): boolean {
  return rows.some((candidateRow, k) => candidateRow === row && columns[k] === column);
}

function restoreSums(reader: SavedReader, sums: readonly UnitSums[]): void {
  const saved = reader.list('sums', sums.length);
  sums.forEach((target, u) => {
    const unit = new SavedReader(saved[u], `${reader.argument}.sums[${u}]`, ['occupancy', 'start', 'end']);
    unit.numbers('occupancy', target.occupancy);
    for (const which of ['start', 'end'] as const) {
      const names = ['probabilities', 'before', 'after', 'moment', 'square'] as const;
      const inner = unit.inner(which, names);
      for (const name of names) inner.numbers(name, target[which][name]);
    }
  });
}
