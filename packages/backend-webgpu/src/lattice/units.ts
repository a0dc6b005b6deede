import type { AlignmentProblem, Boundary } from '@rubato/core';
import type { KernelSource } from '../device/kernel-source.ts';
import { latticeKernel } from './kernels.ts';
import type { Job } from './part-run.ts';
import { ITEM_WORDS } from './prelude.ts';
import type { LatticeStructure } from './structure.ts';

const THREADS = 256;
/** The exponents of units: as large as `scales.ts` lets the host make them. */
const MOST_EXPONENT = 90;
/** The exponent of nothing at all, far below that of any cost. */
const NOTHING = -1000;

/**
 * Whether the device can find the units by itself: it holds all costs of an item at once, where a kernel of ours wrote them. Nobody looks at
 * an answer that stays on the device, so that no host tries again with coarser units.
 */
export function canMeasureUnits({ source, strips, parts }: Pick<Job, 'source' | 'strips' | 'parts'>): boolean {
  return source.kind === 'features' && strips === undefined && parts.every(({ windows }) => windows.length === 1);
}

/** Larger weights and penalties forbid in all but name: such steps are left out as too dear, and must not make units coarse. */
const LARGEST = 1e15;

/** The largest number of a table that is not as good as forbidden. */
function largestOf(data: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i]);
    if (size < LARGEST && size > largest) largest = size;
  }
  return largest;
}

/** A power of two at or above a number, as its exponent. */
const exponentOf = (value: number): number => (value === 0 ? NOTHING : Math.ceil(Math.log2(value)));

/**
 * Bounds of an accumulated cost: each of at most N + M - 1 cells adds a weighted cost and a penalty, the boundaries one more each. As
 * exponents, `|D| ≤ max(2^cost_exponent · largest cost, 2^penalty_exponent)`.
 */
export function unitParameters({ rows, columns, stepWeights, stepPenalties, start, end }: AlignmentProblem): {
  readonly cost_exponent: number;
  readonly penalty_exponent: number;
} {
  const cells = rows + columns;
  const both = (of: (boundary: Boundary) => number): number => of(start) + of(end);
  const factor = cells * largestOf(stepWeights.data) + both(({ multiplier }) => largestOf(multiplier.data));
  const penalty = cells * largestOf(stepPenalties.data) + both((boundary) => largestOf(boundary.penalty.data));
  // A sum of two is at most twice the larger.
  const room = penalty === 0 ? 0 : 1;
  return { cost_exponent: exponentOf(factor) + room, penalty_exponent: exponentOf(penalty) + room };
}

/**
 * Makes each item's unit so coarse that no accumulated cost goes beyond 2^29 of it: a workgroup looks at an item's costs. Where a unit near
 * γ holds them, it stays. What a coarser one loses is far less than the largest cost's own rounding as a float32.
 */
export function unitsKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    'units',
    structure,
    [],
    () => `var<workgroup> largest_bits: atomic<u32>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.x;
  let item = item_of(b);
  var most = 0u;
  for (var cell = local.x; cell < item.rows * item.columns; cell += ${THREADS}u) {
    let n = cell / item.columns;
    let m = cell % item.columns;
    if (!has_column(b, n, m)) { continue; }
    // Without the sign, bits of numbers are in the order of the numbers.
    let bits = costs[cell_index(b, n, m)] & 0x7fffffffu;
    if (bits < bitcast<u32>(FORBIDDEN)) { most = max(most, bits); }
  }
  atomicMax(&largest_bits, most);
  workgroupBarrier();
  if (local.x != 0u) { return; }
  // The least powers of two above the largest cost, and of the unit that the host chose.
  let of_cost = i32(atomicLoad(&largest_bits) >> 23u) - 126;
  let given = 127 - i32(bitcast<u32>(item.per_unit) >> 23u);
  let of_sum = max(of_cost + bitcast<i32>(parameters.cost_exponent), bitcast<i32>(parameters.penalty_exponent));
  let exponent = min(${MOST_EXPONENT}, max(given, of_sum - 29));
  if (exponent <= given) { return; }
  let at = parameters.at_items + ${ITEM_WORDS}u * b;
  let half = (exponent - given) / 2;
  let gamma = item.gamma * power(-half) * power(half + given - exponent);
  description[at + 2u] = bitcast<u32>(power(-exponent));
  description[at + 3u] = bitcast<u32>(power(exponent + 29));
  description[at + 4u] = bitcast<u32>(max(1.0e-30, gamma));
}
fn power(exponent: i32) -> f32 { return bitcast<f32>(u32(exponent + 127) << 23u); }`,
    'write',
  );
}
