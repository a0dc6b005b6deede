import type { PreparedCost } from '@rubato/costs';
import type { KernelSource } from '../device/kernel-source.ts';
import { printLocalCost, printPullback } from '../print/print-cost.ts';
import type { ArrayBinding } from './bindings.ts';
import { arrays } from './bindings.ts';
import { latticeKernel } from './kernels.ts';
import { POINT_THREADS, pointsText } from './points.ts';
import { Flaw } from './prelude.ts';
import type { LatticeStructure } from './structure.ts';

const sequences: readonly ArrayBinding[] = [
  { name: 'x', of: 'u32', access: 'read' },
  { name: 'y', of: 'u32', access: 'read' },
];

/** Squares of larger features, summed, may overflow. */
const LARGEST_FEATURE = '1.0e15';

/**
 * Features are looked at as integers first. Where a local cost takes -Infinity (logarithms of probabilities) it becomes a large number
 * that the cost's program takes for it.
 */
function loadText(prepared: PreparedCost, sequence: 'x' | 'y'): string {
  const unbounded = prepared.domain(sequence, 0).least === -Infinity;
  const special = unbounded ? `if (bits == 0xff800000u) { return -3.0e38; }` : '';
  const range = unbounded ? `value > ${LARGEST_FEATURE}` : `abs(value) > ${LARGEST_FEATURE}`;
  return `fn load_${sequence}(i: u32) -> f32 {
  let bits = ${sequence}[i];
  ${special}
  if ((bits & 0x7f800000u) == 0x7f800000u) {
    report(${Flaw.INVALID}u);
    return 0.0;
  }
  let value = bitcast<f32>(bits);
  if (${range}) {
    report(${Flaw.OUT_OF_RANGE}u);
    return 0.0;
  }
  return value;
}`;
}

const placeText = (dimension: number): string => `
fn x_at(b: u32, n: u32) -> u32 { return (b * parameters.window_rows + n - parameters.window_row) * ${dimension}u + parameters.x_base; }
fn y_at(b: u32, m: u32) -> u32 { return (b * parameters.columns + m) * ${dimension}u + parameters.y_base; }`;

/** Local costs of two feature sequences, written in the order of the lattice's arrays. */
export function featureCostKernel(structure: LatticeStructure, prepared: PreparedCost): KernelSource {
  return latticeKernel(
    'feature cost',
    structure,
    [...sequences, arrays.statuses, arrays.output()],
    () => `${loadText(prepared, 'x')}
${loadText(prepared, 'y')}
${printLocalCost(prepared.program!, prepared.dimension)}
${placeText(prepared.dimension)}
fn visit(item: Item, b: u32, n: u32, m: u32) {
  let cost = local_cost(x_at(b, n), y_at(b, m));
  // Nothing is computed from features that are no numbers.
  let flawed = select(2.0e38, INVALID_COST, (flaw & ${Flaw.INVALID}u) != 0u);
  output[cell_index(b, n, m)] = select(select(cost, FORBIDDEN, cost >= FORBIDDEN), flawed, flaw != 0u);
  if (flaw != 0u) { atomicOr(&statuses[b], flaw); }
}
${pointsText(structure)}`,
  );
}

/** The pullback of H to one of the sequences. The output is added to: a part's columns meet all of its rows. */
export function pullbackKernel(structure: LatticeStructure, prepared: PreparedCost, sequence: 'x' | 'y'): KernelSource {
  const { dimension } = prepared;
  const visits =
    sequence === 'x'
      ? `  let n = parameters.first_row + place;
  if (n >= min(parameters.end_row, item_rows(b))) { return; }
  gradient_at = (b * parameters.window_rows + n - parameters.window_row) * ${dimension}u;
  for (var m = first_column(b, n); m < end_column(b, n); m++) {`
      : `  let m = place;
  if (m >= item_columns(b)) { return; }
  gradient_at = (b * parameters.columns + m) * ${dimension}u;
  // Windows come last rows first.
  for (var rows = min(parameters.end_row, item_rows(b)); rows > parameters.first_row; rows--) {
    let n = rows - 1u;
    if (!has_column(b, n, m)) { continue; }`;
  return latticeKernel(
    `pull back to ${sequence}`,
    structure,
    [...sequences, { name: 'gradient', of: 'f32', access: 'read' }, arrays.output()],
    () => `var<private> gradient_at: u32;
${loadText(prepared, 'x')}
${loadText(prepared, 'y')}
fn add_gradient(d: u32, value: f32) { output[gradient_at + d] += value; }
${printPullback(prepared.program!, dimension, sequence)}
${placeText(dimension)}
@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.y;
  let place = (parameters.first_group + group.x) * ${POINT_THREADS}u + local.x;
${visits}
    let upstream = gradient[cell_index(b, n, m)];
    if (upstream != 0.0) { pull_back(x_at(b, n), y_at(b, m), upstream); }
  }
}`,
  );
}
