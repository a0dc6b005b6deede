import type { MinimumOutput } from '@rubato/core/fronts';
import { FORBIDDEN } from '@rubato/core/fronts';
import type { DeviceScope } from '../device/device-scope.ts';
import type { DeviceNumbers, KernelArgument } from '../device/gpujs.ts';
import { candidates } from '../kernels/candidates.ts';
import { fill } from '../kernels/fill.ts';
import type { KernelText } from '../kernels/kernel-text.ts';
import type { NamedProgram } from '../kernels/minimum.ts';
import { minimumKernel } from '../kernels/minimum.ts';
import type { Prepared } from '../lattice/prepare.ts';
import { BACKWARD_PLANES, FORWARD_PLANES } from '../lattice/prepare.ts';
import { tableWidth } from '../lattice/step-tables.ts';

/** What the kernels of a problem are started with. */
export class LatticeRun {
  readonly scope: DeviceScope;
  readonly prepared: Prepared;
  /** Steps and the start. */
  readonly slots: number;
  /** γ of each item. */
  readonly gamma: Float32Array;
  /** How many fronts each step and the start reach back, then how many places. */
  readonly moves: Float32Array;
  private readonly values = new Map<string, DeviceNumbers>();

  constructor(scope: DeviceScope, prepared: Prepared) {
    const { moves } = prepared.cells.fronts;
    this.scope = scope;
    this.prepared = prepared;
    this.slots = moves.length + 1;
    this.gamma = prepared.units.gamma;
    this.moves = Float32Array.of(...moves.map(({ fronts }) => fronts), 0, ...moves.map(({ places }) => places), 0);
  }

  /** Runs a kernel for all places of a front, [planes, batch, places]. */
  front(kernel: KernelText, planes: number, values: readonly KernelArgument[]): DeviceNumbers {
    const { batch, fronts } = this.prepared.cells;
    return this.scope.run(kernel, [fronts.length, batch, planes], values);
  }

  /** Runs a kernel for end candidates, [planes, batch, 1]. */
  ends(kernel: KernelText, values: readonly KernelArgument[], planes: number = this.prepared.end.count): DeviceNumbers {
    return this.scope.run(kernel, [1, this.prepared.cells.batch, planes], values);
  }

  /** Planes of a front filled with a number, made at first need. */
  filled(value: number, planes: number): DeviceNumbers {
    const key = `${value} ${planes}`;
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const numbers = this.front(fill, planes, [Float32Array.of(value)]);
    this.values.set(key, numbers);
    return numbers;
  }

  /** The fronts that the moves of front t lead to, nearest first; `outside` for those that are none. */
  neighbours(fronts: readonly DeviceNumbers[], t: number, direction: 1 | -1, outside: DeviceNumbers): DeviceNumbers[] {
    const { reach, count } = this.prepared.cells.fronts;
    return Array.from({ length: reach }, (_, k) => {
      const other = t + direction * (k + 1);
      return other < 0 || other >= count ? outside : fronts[other];
    });
  }

  /** The candidates of front t, whole units and fractions. */
  candidates(distances: readonly DeviceNumbers[], t: number): DeviceNumbers {
    const { cells } = this.prepared;
    const { length, reach } = cells.fronts;
    const before = this.neighbours(distances, t, -1, this.filled(FORBIDDEN, 2));
    const values = [...before, this.forwardPlanes(t), this.table(t), this.moves, length, cells.batch, this.slots - 1, ...this.tableStrides];
    return this.front(candidates(reach), 2 * this.slots, values);
  }

  /** The kernel of an output of a minimum. */
  minimum(program: NamedProgram, output: MinimumOutput): KernelText {
    return minimumKernel(program, output, this.scope.device.functions);
  }

  forwardPlanes(t: number): Float32Array {
    const size = FORWARD_PLANES * this.prepared.cells.width;
    return this.prepared.forward.subarray(t * size, (t + 1) * size);
  }

  backwardPlanes(t: number): Float32Array {
    const size = BACKWARD_PLANES * this.prepared.cells.width;
    return this.prepared.backward.subarray(t * size, (t + 1) * size);
  }

  /** The step table of front t. */
  table(t: number): Float32Array {
    const { data, shape } = this.prepared.steps;
    const size = tableWidth(shape);
    return shape.fronts > 1 ? data.subarray(t * size, (t + 1) * size) : data;
  }

  /** Numbers of a plane of it, and how far items and places lie apart. */
  get tableStrides(): readonly [number, number, number] {
    const { items, places } = this.prepared.steps.shape;
    return [items * places, items > 1 ? places : 0, places > 1 ? 1 : 0];
  }
}
