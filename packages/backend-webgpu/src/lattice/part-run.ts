import type { LatticeLayout } from '@rubato/core';
import type { BufferScope } from '../device/buffers.ts';
import type { Bound, Encoder } from '../device/encode.ts';
import type { KernelSource } from '../device/kernel-source.ts';
import { describeWindow, deviceNumber } from './description.ts';
import type { ItemScale } from './description.ts';
import type { Parameters } from './parameters.ts';
import { parameterWords } from './parameters.ts';
import type { Part, Window } from './parts.ts';
import { pointGroups } from './points.ts';
import type { BufferName, JobShape } from './sizes.ts';
import { bandedCells, BINDING_STEP, longestPath, partBuffers, USAGE } from './sizes.ts';
import type { DevicePlace, Numbers } from './source.ts';
import { isPlace } from './source.ts';
import type { LatticeStructure } from './structure.ts';
import type { Tiles } from './tiles.ts';
import { tileDiagonals } from './tiles.ts';

/** Groups of a dispatch along one axis, at least what every device takes. */
const MOST_GROUPS = 65535;

/** What a part's run needs to know beside its shape. */
export interface Job extends JobShape {
  readonly parts: readonly Part[];
  readonly layout: LatticeLayout;
  /** The structure under hardmin, for best paths. */
  readonly hard: LatticeStructure;
  readonly scales: readonly ItemScale[];
  /** Where each row of a banded cost begins in its data. */
  readonly costStarts: Float64Array | undefined;
  readonly direction: Float32Array | Float64Array | undefined;
  readonly tiles: Tiles;
  /** Whether the device finds each item's unit, from its costs: `scales` then hold the finest. */
  readonly measuresUnits?: boolean;
}

/** The buffers of a part and the dispatches on them, window by window. */
export class PartRun {
  readonly job: Job;
  readonly part: Part;
  readonly encoder: Encoder;
  private readonly scope: BufferScope;
  private readonly buffers = new Map<BufferName, GPUBuffer>();
  private readonly adopted: GPUBuffer[] = [];
  /** The pieces of a caller's buffers that the window reads. */
  private readonly bound = new Map<'cost' | 'x' | 'y', GPUBufferBinding>();
  private window: Window;
  private parameters: Parameters = {};

  constructor(job: Job, part: Part, scope: BufferScope, encoder: Encoder) {
    this.job = job;
    this.part = part;
    this.scope = scope;
    this.encoder = encoder;
    this.window = part.windows[0];
    for (const [name, bytes] of partBuffers(job, part)) this.buffers.set(name, scope.create(name, bytes, USAGE));
  }

  buffer(name: BufferName): GPUBuffer {
    const found = this.buffers.get(name);
    if (found === undefined) throw new Error(`internal error: this solve has no buffer '${name}'`);
    return found;
  }

  has(name: BufferName): boolean {
    return this.buffers.has(name);
  }

  /** Owns buffers that others made for this part, too. */
  adopt(...buffers: readonly GPUBuffer[]): void {
    this.adopted.push(...buffers);
  }

  /** Gives the part's buffers back, but those that others have taken; what was submitted goes on with them. */
  dispose(taken: ReadonlySet<GPUBuffer> = new Set()): void {
    for (const buffer of [...this.buffers.values(), ...this.adopted]) if (!taken.has(buffer)) this.scope.destroy(buffer);
  }

  /** Turns to a window: describes it, and brings its costs. What was encoded before is submitted first, since the queue writes in order. */
  open(window: Window, structure: LatticeStructure): void {
    const { job } = this;
    this.encoder.submit();
    this.window = window;
    const { words, parameters } = describeWindow(job.problem, structure, job.layout, window, job.scales, job.source, job.costStarts);
    this.scope.write(this.buffer('description'), words);
    const { problem } = job;
    const { widths } = job;
    this.parameters = {
      items: window.items,
      rows: problem.rows,
      columns: problem.columns,
      first_row: window.firstRow,
      end_row: window.endRow,
      window_row: window.windowRow,
      window_rows: window.windowRows,
      end_width: widths.end,
      start_width: widths.start,
      extent: longestPath(problem),
      ...parameters,
      ...this.bringCosts(window),
    };
  }

  /** Writes the window's costs where they come from the host; says where they begin where they stand on the device. */
  private bringCosts({ firstItem, items, windowRow, windowRows }: Window): Parameters {
    const { problem, source } = this.job;
    const { rows, columns } = problem;
    const firstRow = firstItem * rows + windowRow;
    const lines = items * windowRows;
    const bring = (name: 'cost' | 'x' | 'y', numbers: Numbers, from: number, count: number): number => {
      if (isPlace(numbers)) return this.bindPlace(name, numbers, from, count);
      this.writeNumbers(name, numbers, from, count);
      return 0;
    };
    switch (source.kind) {
      case 'dense':
        return { cost_base: bring('cost', source.data, firstRow * columns, lines * columns) };
      case 'banded':
        bring('cost', source.data, this.job.costStarts![firstRow], bandedCells(problem, this.window));
        return {};
      case 'gathered':
        return { cost_base: bring('cost', source.values, firstRow * source.classes, lines * source.classes) };
      case 'features': {
        const { dimension } = source.prepared;
        return {
          x_base: bring('x', source.x, firstRow * dimension, lines * dimension),
          y_base: bring('y', source.y, firstItem * columns * dimension, items * columns * dimension),
        };
      }
    }
  }

  /** Binds as much of a caller's buffer as the window needs: all of it may be more than a binding holds. */
  private bindPlace(name: 'cost' | 'x' | 'y', { buffer, byte }: DevicePlace, from: number, count: number): number {
    const first = byte + 4 * from;
    const offset = first - (first % BINDING_STEP);
    this.bound.set(name, { buffer, offset, size: first - offset + 4 * count });
    return (first - offset) / 4;
  }

  /** Numbers of either precision as float32, some at a time, so that no large copy is made. */
  private writeNumbers(name: BufferName, numbers: Float32Array | Float64Array, from: number, count: number): void {
    const buffer = this.buffer(name);
    if (numbers instanceof Float32Array) {
      const part = numbers.subarray(from, from + count);
      // Not every queue takes memory that threads share.
      this.scope.write(buffer, part.buffer instanceof ArrayBuffer ? part : new Float32Array(part));
      return;
    }
    const piece = new Float32Array(Math.min(count, 2 ** 20));
    for (let done = 0; done < count; done += piece.length) {
      const length = Math.min(piece.length, count - done);
      for (let i = 0; i < length; i++) {
        const value = numbers[from + done + i];
        piece[i] = Math.abs(value) === Infinity ? value : deviceNumber(value);
      }
      this.scope.write(buffer, piece.subarray(0, length), 4 * done);
    }
  }

  /** The window's rows of the Hessian product's direction. */
  bringDirection(): void {
    const { firstItem, items, windowRow, windowRows } = this.window;
    const { rows, columns } = this.job.problem;
    this.writeNumbers('direction', this.job.direction!, (firstItem * rows + windowRow) * columns, items * windowRows * columns);
  }

  /** A sequence of features, on the device or brought there. */
  sequence(name: 'x' | 'y'): Bound {
    return this.bound.get(name) ?? this.buffer(name);
  }

  private all(names: readonly (BufferName | Bound)[], cost: Bound = this.bound.get('cost') ?? this.buffer('cost')): Bound[] {
    return [this.buffer('description'), cost, ...names.map((name) => (typeof name === 'string' ? this.buffer(name) : name))];
  }

  /** A kernel that looks at `count` things of each item, so many of which a workgroup takes. */
  dispatch(kernel: KernelSource, names: readonly (BufferName | Bound)[], groups: number, more: Parameters = {}): void {
    this.dispatchOn(kernel, this.all(names), groups, more);
  }

  private dispatchOn(kernel: KernelSource, buffers: readonly Bound[], groups: number, more: Parameters): void {
    for (let first = 0; first < groups; first += MOST_GROUPS) {
      const words = parameterWords({ ...this.parameters, ...more, first_group: first });
      this.encoder.dispatch(kernel, buffers, words, [Math.min(MOST_GROUPS, groups - first), this.window.items]);
    }
  }

  /** A kernel with a workgroup, or a thread, for each item alone. */
  dispatchItems(kernel: KernelSource, names: readonly (BufferName | Bound)[], groups: number, more: Parameters = {}): void {
    this.encoder.dispatch(kernel, this.all(names), parameterWords({ ...this.parameters, ...more }), [groups]);
  }

  /** A kernel that visits each cell of the window's rows in any order. */
  points(kernel: KernelSource, names: readonly (BufferName | Bound)[]): void {
    const { firstRow, endRow } = this.window;
    this.dispatch(kernel, names, pointGroups(this.job.structure, endRow - firstRow, this.job.problem.columns));
  }

  /** The same for all rows of the window, its neighbours' too; such a kernel writes the cost, and does not read it. */
  pointsOfWindow(kernel: KernelSource, names: readonly (BufferName | Bound)[]): void {
    const { windowRow, windowRows } = this.window;
    const groups = pointGroups(this.job.structure, windowRows, this.job.problem.columns);
    const rows = { first_row: windowRow, end_row: windowRow + windowRows };
    this.dispatchOn(kernel, this.all(names, this.buffer('description')), groups, rows);
  }

  /** A sweep over the window's rows, one dispatch for each diagonal of tiles. */
  sweep(kernel: KernelSource, names: readonly BufferName[], direction: 'forward' | 'backward'): void {
    const { firstRow, endRow, items } = this.window;
    const { tiles, problem } = this.job;
    const buffers = this.all(names);
    const diagonals = tileDiagonals(tiles, endRow - firstRow, problem.columns);
    if (direction === 'backward') diagonals.reverse();
    for (const { diagonal, first, count } of diagonals) {
      const tile = { tile_rows: tiles.rows, tile_columns: tiles.columns, diagonal, first_tile: first };
      this.encoder.dispatch(kernel, buffers, parameterWords({ ...this.parameters, ...tile }), [count, items]);
    }
  }

  /** The cell of the window's arrays where row n of its only item begins. */
  cellOfRow(n: number): number {
    const { layout, problem } = this.job;
    const { firstItem, firstCell, cells } = this.window;
    if (n >= this.window.windowRow + this.window.windowRows) return cells;
    const row = firstItem * problem.rows + n;
    return (layout.banded ? layout.offset[row] : row * problem.columns) - firstCell;
  }
}
