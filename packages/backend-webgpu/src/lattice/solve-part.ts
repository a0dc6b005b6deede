import { beginTraceKernel, traceKernel } from './best-path.ts';
import { edgesKernel, gatheredGradientKernel, gradientKernel, startsKernel, temperatureKernel } from './derivatives.ts';
import { edgeSumsKernel } from './edge-sums.ts';
import { featureCostKernel, pullbackKernel } from './features.ts';
import { backwardKernel, finishEndsKernel, forwardKernel, gatherEndsKernel } from './kernels.ts';
import type { PartRun } from './part-run.ts';
import type { Window } from './parts.ts';
import { POINT_THREADS } from './points.ts';
import { alignmentMovesKernel, finishEndMovesKernel, gatherEndMovesKernel, hessianKernel, movesKernel } from './second-order.ts';
import type { BufferName } from './sizes.ts';
import { longestPath } from './sizes.ts';
import type { LatticeStructure } from './structure.ts';
import { unitParameters, unitsKernel } from './units.ts';
import type { Strips } from '../strips/solve.ts';
import { sweepStrips } from '../strips/solve.ts';

/** Numbers of a window that are ready, from `byte` of a buffer on. */
export interface Output {
  readonly name: BufferName;
  readonly byte: number;
  readonly bytes: number;
  readonly window: Window;
}

/** What a run tells whoever drives it: cells visited; numbers that are ready; that all of these must be taken now, before they go. */
export type PartEvent =
  | { readonly kind: 'visited'; readonly cells: number }
  | { readonly kind: 'outputs'; readonly outputs: readonly Output[] }
  | { readonly kind: 'take' };

const groupsOf = (count: number): number => Math.ceil(count / POINT_THREADS);

/** Encodes the solve of a part. Whoever drives it takes the outputs, and may submit and wait at any event. */
export function* solvePart(run: PartRun): Generator<PartEvent, void, void> {
  const { job, part } = run;
  const { structure, wanted, strips } = job;
  if (strips !== undefined) return yield* solveByStrips(run, strips);
  yield* forwardSweep(run, structure, 'ends', 'statuses');
  run.dispatchItems(finishEndsKernel(structure, wanted.temperature), ['statuses', 'ends', 'endScratch', 'results'], part.windows[0].items);
  if (wanted.hessian !== undefined) {
    run.dispatchItems(finishEndMovesKernel(structure), ['ends', 'endScratch', 'endMoves', 'results'], part.windows[0].items);
  }
  yield { kind: 'outputs', outputs: [whole(run, 'results', 16 * part.windows[0].items), ...endOutputs(run)] };
  if (wanted.backward) yield* backwardSweep(run, structure);
  if (wanted.path) {
    // The path's own sweep writes over D.
    yield { kind: 'take' };
    yield* bestPath(run);
  }
}

/** Strips for values and derivatives, the lattice's own kernels for paths. */
function* solveByStrips(run: PartRun, strips: Strips): Generator<PartEvent, void, void> {
  const { job, part } = run;
  const [window] = part.windows;
  openWindow(run, window, job.structure);
  yield* sweepStrips(run, strips, job.wanted.backward);
  const outputs = job.wanted.backward ? derivatives(run, job.structure, window, true) : [];
  yield { kind: 'outputs', outputs: [whole(run, 'stripResults', 16 * window.items), ...outputs] };
  if (job.wanted.path) yield* bestPath(run);
}

function whole({ part }: PartRun, name: BufferName, bytes: number): Output {
  return { name, byte: 0, bytes, window: part.windows[0] };
}

function endOutputs(run: PartRun): Output[] {
  if (!run.job.wanted.boundary) return [];
  return [whole(run, 'ends', 16 * run.part.windows[0].items * run.job.widths.end)];
}

/** The window's own rows of a lattice array. */
function rowsOf(run: PartRun, name: BufferName, window: Window, bytes: number): Output {
  if (run.part.windows.length === 1) return { name, byte: 0, bytes: bytes * window.cells, window };
  const from = run.cellOfRow(window.firstRow);
  return { name, byte: bytes * from, bytes: bytes * (run.cellOfRow(window.endRow) - from), window };
}

/** Brings a window's costs, and computes them where they come from features. */
function openWindow(run: PartRun, window: Window, structure: LatticeStructure): void {
  const { job } = run;
  const { source } = job;
  run.open(window, structure);
  if (source.kind === 'features') featureCosts(run, structure);
  if (job.measuresUnits === true) run.dispatchItems(unitsKernel(structure), [], window.items, unitParameters(job.problem));
}

function featureCosts(run: PartRun, structure: LatticeStructure): void {
  const { source } = run.job;
  if (source.kind !== 'features') return;
  run.pointsOfWindow(featureCostKernel(structure, source.prepared), [run.sequence('x'), run.sequence('y'), 'statuses', 'cost']);
}

/** D, and with a direction its moves, of all windows from first to last; the end cells' sums on the way. */
function* forwardSweep(
  run: PartRun,
  structure: LatticeStructure,
  ends: BufferName,
  statuses: BufferName,
): Generator<PartEvent, void, void> {
  const { part, job } = run;
  const { wanted } = job;
  const isPath = ends === 'pathEnds';
  for (const [index, window] of part.windows.entries()) {
    if (index > 0 || !isPath || part.windows.length > 1) openWindow(run, window, structure);
    if (index > 0) restore(run, index);
    yield* sweepWindow(run, structure, window, statuses, !isPath);
    run.dispatch(gatherEndsKernel(structure), ['distances', statuses, ends], groupsOf(job.widths.end));
    if (wanted.hessian !== undefined && !isPath) {
      run.dispatch(gatherEndMovesKernel(structure, wanted.hessian), [ends, 'direction', 'moves', 'endMoves'], groupsOf(job.widths.end));
    }
    if (index + 1 < part.windows.length) checkpoint(run, index, !isPath);
    if (!wanted.distances || isPath) continue;
    yield { kind: 'outputs', outputs: [rowsOf(run, 'distances', window, 8)] };
    if (part.windows.length > 1) yield { kind: 'take' };
  }
}

function* sweepWindow(
  run: PartRun,
  structure: LatticeStructure,
  window: Window,
  statuses: BufferName,
  withMoves: boolean,
): Generator<PartEvent, void, void> {
  const { wanted, tiles } = run.job;
  run.sweep(forwardKernel(structure, tiles.threads), ['distances', statuses], 'forward');
  yield { kind: 'visited', cells: window.cells };
  if (wanted.hessian === undefined || !withMoves) return;
  run.bringDirection();
  run.sweep(movesKernel(structure, wanted.hessian, tiles.threads), ['distances', 'direction', 'moves'], 'forward');
  yield { kind: 'visited', cells: window.cells };
}

/** Cells that the next window looks back to: the last rows of this one. */
function seam(run: PartRun, index: number): { readonly from: number; readonly cells: number; readonly place: number } {
  const { part, job } = run;
  const { endRow } = part.windows[index];
  const from = run.cellOfRow(Math.max(0, endRow - job.structure.reach));
  return { from, cells: run.cellOfRow(endRow) - from, place: index * job.structure.reach * job.problem.columns };
}

function checkpoint(run: PartRun, index: number, withMoves: boolean): void {
  const { from, cells, place } = seam(run, index);
  run.encoder.copy(run.buffer('distances'), 8 * from, run.buffer('checkpoints'), 8 * place, 8 * cells);
  if (withMoves && run.has('moveCheckpoints')) {
    run.encoder.copy(run.buffer('moves'), 4 * from, run.buffer('moveCheckpoints'), 4 * place, 4 * cells);
  }
}

/** Puts the rows above a window where its kernels look for them; the window is open. */
function restore(run: PartRun, index: number): void {
  const { reach } = run.job.structure;
  const place = (index - 1) * reach * run.job.problem.columns;
  const cells = run.cellOfRow(run.part.windows[index].firstRow);
  run.encoder.copy(run.buffer('checkpoints'), 8 * place, run.buffer('distances'), 0, 8 * cells);
  if (run.has('moveCheckpoints')) run.encoder.copy(run.buffer('moveCheckpoints'), 4 * place, run.buffer('moves'), 0, 4 * cells);
}

/** E and all that follows from it, of all windows from last to first. */
function* backwardSweep(run: PartRun, structure: LatticeStructure): Generator<PartEvent, void, void> {
  const { part, job } = run;
  const { wanted, tiles } = job;
  const last = part.windows.length - 1;
  for (let index = last; index >= 0; index--) {
    const window = part.windows[index];
    if (last > 0) {
      // All but the rows that a checkpoint keeps are computed again.
      openWindow(run, window, structure);
      if (index > 0) restore(run, index);
      yield* sweepWindow(run, structure, window, 'statuses', true);
      if (index < last) takeFromBelow(run, window);
    }
    run.sweep(backwardKernel(structure, tiles.threads), ['distances', 'ends', 'alignment'], 'backward');
    yield { kind: 'visited', cells: window.cells };
    if (wanted.hessian !== undefined) {
      const names = ['distances', 'direction', 'moves', 'endMoves', 'alignment', 'alignmentMoves'] as const;
      run.sweep(alignmentMovesKernel(structure, wanted.hessian, tiles.threads), names, 'backward');
      yield { kind: 'visited', cells: window.cells };
    }
    if (index > 0) keepForAbove(run, window);
    if (wanted.hessian === 'cost') {
      run.points(hessianKernel(structure), ['distances', 'direction', 'moves', 'endMoves', 'alignment', 'alignmentMoves']);
    }
    yield { kind: 'outputs', outputs: derivatives(run, structure, window, index === 0) };
    if (last > 0) yield { kind: 'take' };
  }
}

const BELOW: readonly (readonly [BufferName, BufferName, number])[] = [
  ['distances', 'distancesBelow', 8],
  ['alignment', 'alignmentBelow', 4],
  ['moves', 'movesBelow', 4],
  ['alignmentMoves', 'alignmentMovesBelow', 4],
];

/** The first rows of a window are those below the one above it. */
function keepForAbove(run: PartRun, { firstRow, endRow }: Window): void {
  const from = run.cellOfRow(firstRow);
  const cells = run.cellOfRow(Math.min(endRow, firstRow + run.job.structure.reach)) - from;
  for (const [name, below, bytes] of BELOW) {
    if (run.has(below)) run.encoder.copy(run.buffer(name), bytes * from, run.buffer(below), 0, bytes * cells);
  }
}

function takeFromBelow(run: PartRun, { endRow }: Window): void {
  const from = run.cellOfRow(endRow);
  const cells = run.cellOfRow(endRow + run.job.structure.reach) - from;
  for (const [name, below, bytes] of BELOW) {
    if (run.has(below)) run.encoder.copy(run.buffer(below), 0, run.buffer(name), bytes * from, bytes * cells);
  }
}

/** The kernels that need E alone, and what there is to take of a window then. */
function derivatives(run: PartRun, structure: LatticeStructure, window: Window, isLast: boolean): Output[] {
  const { job } = run;
  const { wanted, source, problem } = job;
  const outputs: Output[] = [];
  const rows = window.endRow - window.firstRow;
  if (wanted.alignment) outputs.push(rowsOf(run, 'alignment', window, 4));
  const gradient: BufferName = wanted.gradientIsAlignment ? 'alignment' : 'gradient';
  if (wanted.gradient && !wanted.gradientIsAlignment && job.strips === undefined) {
    run.points(gradientKernel(structure), ['distances', 'alignment', 'ends', 'gradient']);
  }
  const asInput = source.kind === 'dense' || source.kind === 'banded';
  const direct = wanted.gradientOut || (wanted.inputGradient && asInput);
  if (direct && !(wanted.gradientIsAlignment && wanted.alignment)) outputs.push(rowsOf(run, gradient, window, 4));
  if (wanted.inputGradient && source.kind === 'gathered') {
    run.encoder.clear(run.buffer('inputGradient'));
    run.dispatch(gatheredGradientKernel(structure), [gradient, 'inputGradient'], groupsOf(rows));
    outputs.push(linesOf(window, 'inputGradient', source.classes));
  }
  if (wanted.inputGradient && source.kind === 'features') {
    const { prepared } = source;
    const sequences = [run.sequence('x'), run.sequence('y')];
    run.encoder.clear(run.buffer('inputGradient'));
    run.dispatch(pullbackKernel(structure, prepared, 'x'), [...sequences, gradient, 'inputGradient'], groupsOf(rows));
    run.dispatch(pullbackKernel(structure, prepared, 'y'), [...sequences, gradient, 'inputGradientY'], groupsOf(problem.columns));
    outputs.push(linesOf(window, 'inputGradient', prepared.dimension));
    if (isLast) outputs.push(whole(run, 'inputGradientY', 4 * window.items * problem.columns * prepared.dimension));
  }
  if (wanted.edges) {
    run.points(edgesKernel(structure), ['distances', 'alignment', 'edges']);
    outputs.push(rowsOf(run, 'edges', window, 4 * problem.steps.length));
  }
  if (wanted.edgeSums.has('row')) {
    run.dispatch(edgeSumsKernel(structure, 'row'), ['distances', 'alignment', 'rowSums'], rows);
    outputs.push(linesOf(window, 'rowSums', 2 * problem.steps.length));
  }
  if (wanted.edgeSums.has('column')) {
    run.dispatch(edgeSumsKernel(structure, 'column'), ['distances', 'alignment', 'columnSums'], groupsOf(problem.columns));
    if (isLast) outputs.push(whole(run, 'columnSums', 8 * problem.steps.length * window.items * problem.columns));
  }
  if (wanted.boundary) {
    const width = job.widths.start;
    run.dispatch(startsKernel(structure), ['distances', 'alignment', 'starts'], groupsOf(width));
    if (isLast) outputs.push(whole(run, 'starts', 8 * window.items * width));
  }
  if (wanted.temperature) {
    run.dispatch(temperatureKernel(structure), ['distances', 'alignment', 'temperature'], rows);
    outputs.push(linesOf(window, 'temperature', 1));
  }
  if (wanted.hessian !== undefined) outputs.push(rowsOf(run, 'alignmentMoves', window, 4));
  return outputs;
}

/** The window's own rows of an array [items, window rows, depth]. */
function linesOf(window: Window, name: BufferName, depth: number): Output {
  const { items, windowRow, windowRows, firstRow, endRow } = window;
  const rows = items > 1 ? items * windowRows : endRow - firstRow;
  return { name, byte: items > 1 ? 0 : 4 * depth * (firstRow - windowRow), bytes: 4 * depth * rows, window };
}

/** The best path under hardmin, whatever the minimum: a forward sweep of its own, then back from the end cell. */
function* bestPath(run: PartRun): Generator<PartEvent, void, void> {
  const { part, job } = run;
  const { hard } = job;
  const [{ items }] = part.windows;
  const last = part.windows.length - 1;
  yield* forwardSweep(run, hard, 'pathEnds', 'pathStatuses');
  run.dispatchItems(finishEndsKernel(hard, false), ['pathStatuses', 'pathEnds', 'endScratch', 'pathResults'], items);
  run.dispatchItems(beginTraceKernel(hard), ['pathEnds', 'traces'], groupsOf(items));
  for (let index = last; index >= 0; index--) {
    if (last > 0) {
      openWindow(run, part.windows[index], hard);
      if (index > 0) restore(run, index);
      yield* sweepWindow(run, hard, part.windows[index], 'pathStatuses', false);
    }
    run.dispatchItems(traceKernel(hard), ['distances', 'traces', 'paths'], groupsOf(items));
    yield { kind: 'visited', cells: 0 };
  }
  const extent = longestPath(job.problem);
  yield {
    kind: 'outputs',
    outputs: [whole(run, 'pathResults', 16 * items), whole(run, 'traces', 16 * items), whole(run, 'paths', 8 * items * extent)],
  };
}
