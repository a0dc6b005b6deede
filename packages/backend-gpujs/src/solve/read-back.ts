import type { Wanted } from '@rubato/core/fronts';
import type { DeviceNumbers } from '../device/gpujs.ts';
import type { Backward } from './backward.ts';
import type { Forward } from './forward.ts';
import type { LatticeRun } from './lattice-run.ts';

/** What is read back of a solve; arrays of cells are [fronts, planes, batch, places], others [candidates, batch]. */
export interface Numbers {
  /** [2, batch]: whole units and fractions. */
  readonly values: Float32Array;
  readonly endWeights: Float32Array;
  /** 2 planes: whole units and fractions. */
  readonly distances?: Float32Array;
  readonly alignment?: Float32Array;
  readonly gradient?: Float32Array;
  /** S + 1 planes. */
  readonly edges?: Float32Array;
  readonly slopes?: Float32Array;
  readonly endSlopes?: Float32Array;
  readonly product?: Float32Array;
}

/** Reads everything when all sweeps are done. Yields after each front. */
export function* readBack(
  run: LatticeRun,
  wanted: Wanted,
  pass: Forward,
  back: Backward | undefined,
  products: readonly DeviceNumbers[] | undefined,
): Generator<number, Numbers, void> {
  const { end } = run.prepared;
  const numbers: { -readonly [K in keyof Numbers]: Numbers[K] } = {
    values: readEnds(run, pass.end.value, 2),
    endWeights: readEnds(run, pass.end.weights, end.count),
  };
  if (wanted.distances) numbers.distances = yield* readFronts(run, pass.distances, 2);
  if (back !== undefined) {
    if (wanted.alignment) numbers.alignment = yield* readFronts(run, back.alignment, 1);
    if (wanted.gradient) numbers.gradient = yield* readFronts(run, back.gradient, 1);
    if (wanted.edges) numbers.edges = yield* readFronts(run, back.edges, run.slots);
    if (wanted.slopes) {
      numbers.slopes = yield* readFronts(run, back.slopes, 1);
      numbers.endSlopes = readEnds(run, pass.end.slope!, 1);
    }
  }
  if (products !== undefined) numbers.product = yield* readFronts(run, products, 1);
  return numbers;
}

/** Numbers of end candidates. */
export function readEnds(run: LatticeRun, numbers: DeviceNumbers, count: number): Float32Array {
  const read = run.scope.device.read(numbers);
  const { batch } = run.prepared.cells;
  const flat = new Float32Array(count * batch);
  for (let k = 0; k < count; k++) for (let b = 0; b < batch; b++) flat[k * batch + b] = read[k][b][0];
  return flat;
}

/** Fronts of some planes each, given back one by one when they are read. */
export function* readFronts(run: LatticeRun, fronts: readonly DeviceNumbers[], planes: number): Generator<number, Float32Array, void> {
  const { batch, fronts: cut } = run.prepared.cells;
  const flat = new Float32Array(cut.count * planes * batch * cut.length);
  for (let t = 0; t < cut.count; t++) {
    const read = run.scope.device.read(fronts[t]);
    for (let plane = 0; plane < planes; plane++) {
      for (let b = 0; b < batch; b++) flat.set(read[plane][b], ((t * planes + plane) * batch + b) * cut.length);
    }
    run.scope.release(fronts[t]);
    yield 0;
  }
  return flat;
}
