import type { AlignmentProblem, SolveRequest, StepTable } from '@rubato/core';
import { asks } from '@rubato/core';
import type { KernelSource } from '../device/kernel-source.ts';
import { arrays } from './bindings.ts';
import { candidatesText, weightsText } from './candidates.ts';
import { cellMinimum, latticeKernel } from './kernels.ts';
import { POINT_THREADS } from './points.ts';
import type { LatticeStructure } from './structure.ts';

/** The axis along which edge marginals are summed on the device: each row's over its columns, or each column's over its rows. */
export type SumBy = 'row' | 'column';

/** Which sums a table's gradient is made of; undefined where the table has a number of its own for each cell. */
export function sumsOfTable({ strides }: StepTable): SumBy | undefined {
  if (strides[2] === 0) return 'row';
  return strides[1] === 0 ? 'column' : undefined;
}

/** The sums that a request needs; undefined where it needs the marginals themselves. */
export function edgeSumsOf(problem: AlignmentProblem, request: SolveRequest): ReadonlySet<SumBy> | undefined {
  const sums = new Set<SumBy>();
  let whole = asks(request, 'edgeMarginals');
  const add = (by: SumBy | undefined): void => void (by === undefined ? (whole = true) : sums.add(by));
  for (const [asked, table] of [
    [request.stepWeightGradient, problem.stepWeights],
    [request.stepPenaltyGradient, problem.stepPenalties],
  ] as const) {
    if (asked === 'table') add(sumsOfTable(table));
    else if (asked === 'full') whole = true;
  }
  for (const { by } of request.marginals ?? []) add(by === 'step' || by === 'row' ? 'row' : by === 'column' ? by : undefined);
  return whole ? undefined : sums;
}

const addText = `
// Adds a cell's marginals, plain and times its cost.
fn add_cell(item: Item, b: u32, n: u32, m: u32) {
  let here = alignment[cell_index(b, n, m)];
  if (here == 0.0) { return; }
  var weights = weights_of(item, b, n, m);
  let cost = cell_cost(b, n, m);
  for (var s = 0u; s < STEPS; s++) { if (weights[s] != 0.0) { sums[s] += here * weights[s] * vec2<f32>(1.0, cost); } }
}`;

/** Sums of the marginals of each row, or of each column, and of their products with the costs: [items, rows or columns, S, 2]. */
export function edgeSumsKernel(structure: LatticeStructure, by: SumBy): KernelSource {
  return latticeKernel(
    `edge sums by ${by} ${structure.minimum.name}`,
    structure,
    [arrays.distances('read'), arrays.alignment('read'), arrays.output('vec2<f32>')],
    () => `${cellMinimum(structure, ['weight'])}
${candidatesText(structure)}
${weightsText}
var<private> sums: array<vec2<f32>, STEPS>;
${addText}
${by === 'row' ? rowText : columnText}`,
  );
}

/** A workgroup a row. */
const rowText = `
var<workgroup> shares: array<vec2<f32>, ${POINT_THREADS}>;
@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.y;
  let lane = local.x;
  let item = item_of(b);
  let n = parameters.first_row + parameters.first_group + group.x;
  if (n < min(parameters.end_row, item.rows)) {
    for (var m = first_column(b, n) + lane; m < end_column(b, n); m += ${POINT_THREADS}u) { add_cell(item, b, n, m); }
  }
  for (var s = 0u; s < STEPS; s++) {
    shares[lane] = sums[s];
    workgroupBarrier();
    for (var width = ${POINT_THREADS / 2}u; width > 0u; width /= 2u) {
      if (lane < width) { shares[lane] += shares[lane + width]; }
      workgroupBarrier();
    }
    if (lane == 0u && n < parameters.end_row) {
      output[(b * parameters.window_rows + n - parameters.window_row) * STEPS + s] = shares[0];
    }
    workgroupBarrier();
  }
}`;

/** A thread a column; the rows of other windows are there already. */
const columnText = `
@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.y;
  let item = item_of(b);
  let m = (parameters.first_group + group.x) * ${POINT_THREADS}u + local.x;
  if (m >= item.columns) { return; }
  let place = (b * parameters.columns + m) * STEPS;
  for (var s = 0u; s < STEPS; s++) { sums[s] = output[place + s]; }
  for (var count = min(parameters.end_row, item.rows); count > parameters.first_row; count--) {
    if (has_column(b, count - 1u, m)) { add_cell(item, b, count - 1u, m); }
  }
  for (var s = 0u; s < STEPS; s++) { output[place + s] = sums[s]; }
}`;
