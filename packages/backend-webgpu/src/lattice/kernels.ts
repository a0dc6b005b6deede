import type { MinimumFunction } from '@rubato/minimum';
import type { KernelSource } from '../device/kernel-source.ts';
import { mathematics } from '../print/mathematics.ts';
import { printWorkgroupMinimum } from '../print/print-boundary-minimum.ts';
import type { MinimumOutput } from '../print/minimum-outputs.ts';
import { printCellMinimum } from '../print/print-minimum.ts';
import { withoutUnused } from '../print/without-unused.ts';
import type { ArrayBinding } from './bindings.ts';
import { arrays, bindingKinds, bindingsText } from './bindings.ts';
import { candidatesText, weightsText } from './candidates.ts';
import { sweepText } from './fronts.ts';
import { Flaw, FLAW_SHIFT, INFEASIBLE, INVALID, OUT_OF_RANGE, prelude, SOLVED } from './prelude.ts';
import { POINT_THREADS } from './points.ts';
import type { LatticeStructure } from './structure.ts';

/** Threads of a kernel that reduces the end cells of an item. */
export const END_THREADS = 64;

const printed = new WeakMap<LatticeStructure, Map<string, KernelSource>>();

/** Puts a kernel together, once for a structure: prelude, arrays, mathematics, body. The label tells a structure's kernels apart. */
export function latticeKernel(
  label: string,
  structure: LatticeStructure,
  list: readonly ArrayBinding[],
  body: () => string,
  description: 'read' | 'write' = 'read',
): KernelSource {
  const known = printed.get(structure) ?? new Map<string, KernelSource>();
  printed.set(structure, known);
  const found = known.get(label);
  if (found !== undefined) return found;
  const code = withoutUnused(`${mathematics}
${prelude(structure, description)}
${bindingsText(list)}
${body()}`);
  const kernel: KernelSource = { label, code, bindings: bindingKinds(list, description) };
  known.set(label, kernel);
  return kernel;
}

/** The minimum of a cell's candidates, printed. */
export function cellMinimum({ minimum, steps }: LatticeStructure, outputs: readonly MinimumOutput[]): string {
  return printCellMinimum(minimum, steps.length + 1, outputs);
}

/** Writes what an invocation has seen into its item's word. */
const statusText = `
fn finish(b: u32) { if (flaw != 0u) { atomicOr(&statuses[b], flaw); } }`;

/** D of a part's rows, from the rows above. */
export function forwardKernel(structure: LatticeStructure, threads: number): KernelSource {
  return latticeKernel(
    `forward ${structure.minimum.name} ${threads}`,
    structure,
    [arrays.distances('write'), arrays.statuses],
    () => `${cellMinimum(structure, ['value'])}
${candidatesText(structure)}
fn visit(item: Item, b: u32, n: u32, m: u32) {
  let candidates = candidates_of(item, b, n, m, cell_cost(b, n, m));
  var distance = candidates.least;
  if (!is_nowhere(distance)) {
    distance = settled(plus(distance, Exact(0, minimum_value(candidates.excess, item.gamma))));
    if (is_wide(distance)) { report(${Flaw.WIDE}u); }
    if (out_of_range(distance)) {
      report(${Flaw.OUT_OF_RANGE}u);
      distance = Exact(0, 0.0);
    }
  }
  distances[cell_index(b, n, m)] = pack(distance);
}
${statusText}
${sweepText(structure, 'forward', threads)}`,
  );
}

/** E of a part's rows, from the rows below: `E(n,m) = end weight + Σ_s E(successor)·weight of step s there`. */
export function backwardKernel(structure: LatticeStructure, threads: number): KernelSource {
  const { exponentialWeights } = structure;
  // Under softmin a candidate's weight follows from it and from the value; else all candidates of the successor are needed.
  const edge = exponentialWeights
    ? `fn edge_weight(item: Item, b: u32, n: u32, m: u32, s: u32, before: Exact) -> f32 {
  let step = weighted(item, step_weight(b, n, m, s), cell_cost(b, n, m), step_penalty(b, n, m, s));
  let value = distance_at(b, n, m);
  if (is_nowhere(step) || is_nowhere(value)) { return 0.0; }
  return exponential(min(0.0, difference(value, plus(before, step))) / item.gamma);
}`
    : `fn edge_weight(item: Item, b: u32, n: u32, m: u32, s: u32, before: Exact) -> f32 {
  var weights = weights_of(item, b, n, m);
  return weights[s];
}`;
  return latticeKernel(
    `backward ${structure.minimum.name} ${threads}`,
    structure,
    [arrays.distances('read'), arrays.ends('read'), arrays.alignment('write')],
    () => `${exponentialWeights ? '' : cellMinimum(structure, ['weight'])}
${candidatesText(structure)}
${exponentialWeights ? '' : weightsText}
${edge}
fn visit(item: Item, b: u32, n: u32, m: u32) {
  let here = distance_at(b, n, m);
  var total = 0.0;
  if (!is_nowhere(here)) {
    let k = end_number(b, n, m);
    if (k >= 0) { total = bitcast<f32>(ends[b * parameters.end_width + u32(k)].w); }
    for (var s = 0u; s < STEPS; s++) {
      let row = n + STEP_ROWS[s];
      let column = m + STEP_COLUMNS[s];
      if (row >= item.rows || column >= item.columns) { continue; }
      if (!has_column(b, row, column)) { continue; }
      let after = alignment[cell_index(b, row, column)];
      if (after != 0.0) { total += after * edge_weight(item, b, row, column, s, here); }
    }
  }
  alignment[cell_index(b, n, m)] = total;
}
fn finish(b: u32) {}
${sweepText(structure, 'backward', threads)}`,
  );
}

/** What the end cells of a part's rows add up to: `D + multiplier·C + penalty` of each, and its cost. */
export function gatherEndsKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    'gather ends',
    structure,
    [arrays.distances('read'), arrays.statuses, arrays.ends('write')],
    () => `${statusText}
@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(global_invocation_id) global: vec3<u32>) {
  let b = global.y;
  if (global.x >= end_count(b)) { return; }
  let cell = end_cell(b, global.x);
  if (cell.x < parameters.first_row || cell.x >= parameters.end_row) { return; }
  var total = nowhere();
  var cost = FORBIDDEN;
  if (has_column(b, cell.x, cell.y)) {
    cost = cell_cost(b, cell.x, cell.y);
    let distance = unpack(distances[cell_index(b, cell.x, cell.y)]);
    let extra = weighted(item_of(b), candidate_end_multiplier(b, cell.z), cost, candidate_end_penalty(b, cell.z));
    if (!is_nowhere(distance) && !is_nowhere(extra)) { total = settled(plus(distance, extra)); }
  }
  let words = pack(total);
  ends[b * parameters.end_width + cell.z] = vec4<u32>(bitcast<u32>(words.x), bitcast<u32>(words.y), bitcast<u32>(cost), 0u);
  finish(b);
}`,
  );
}

/** The value of each item and the weights of its end cells; results hold the value, the status and ∂μ/∂γ of the final minimum. */
export function finishEndsKernel(structure: LatticeStructure, withTemperature: boolean): KernelSource {
  const outputs = withTemperature ? (['value', 'weight', 'temperatureDerivative'] as const) : (['value', 'weight'] as const);
  const minimum = (): string => printWorkgroupMinimum(structure.minimum, END_THREADS, outputs).code;
  return latticeKernel(
    `finish ends ${structure.minimum.name}${withTemperature ? ' temperature' : ''}`,
    structure,
    [arrays.statuses, arrays.ends('write'), { name: 'scratch', of: 'f32', access: 'write' }, arrays.output('vec4<u32>')],
    () => `${endCandidatesText}
fn direction(i: u32) -> f32 { return 0.0; }
fn store_weight(i: u32, weight: f32) { ends[base + i].w = bitcast<u32>(weight); }
${minimum()}
fn status_of(flaws: u32, value: Exact) -> u32 {
  if ((flaws & ${Flaw.INVALID}u) != 0u) { return ${INVALID}u; }
  // A dropped step matters where nothing else leads to the end, or where it may not be far above what does.
  let matters = (flaws & ${Flaw.DROPPED}u) != 0u && ((flaws & ${Flaw.WIDE}u) != 0u || is_nowhere(value));
  if (matters || (flaws & ${Flaw.OUT_OF_RANGE}u) != 0u) { return ${OUT_OF_RANGE}u; }
  if (is_nowhere(value)) { return ${INFEASIBLE}u; }
  return select(${SOLVED}u, ${OUT_OF_RANGE}u, out_of_range(value));
}
@compute @workgroup_size(${END_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.x;
  let count = end_count(b);
  base = b * parameters.end_width;
  least = least_end(count, local.x);
  let item = item_of(b);
  let found = workgroupUniformLoad(&some);
  var value = nowhere();
  var slope = 0.0;
  if (found != 0u) {
    value = plus(least, Exact(0, workgroup_minimum(count, item.gamma, local.x)));
    ${withTemperature ? 'slope = workgroup_temperature_derivative(count, item.gamma, local.x);' : ''}
    value = settled(value);
  }
  let flaws = atomicLoad(&statuses[b]);
  let status = status_of(flaws, value);
  if (local.x == 0u) {
    let words = pack(value);
    output[b] = vec4<u32>(bitcast<u32>(words.x), bitcast<u32>(words.y), status | (flaws << ${FLAW_SHIFT}u), bitcast<u32>(slope));
  }
  // What was computed from numbers that are none, or too large, has no derivatives.
  if (status != ${SOLVED}u) {
    for (var i = local.x; i < count; i += ${END_THREADS}u) { ends[base + i].w = 0u; }
  }
}`,
  );
}

/** Slots of scratch that the end cells' minimum needs for each of them. */
export function endScratch(minimum: MinimumFunction, withTemperature: boolean): number {
  return printWorkgroupMinimum(minimum, END_THREADS, withTemperature ? ['value', 'weight', 'temperatureDerivative'] : ['value', 'weight'])
    .scratch;
}

/**
 * The least end candidate of an item, found by a whole workgroup; `some` is whether there is any. Then what the minimum over all of them asks
 * for, in kernels with `ends` and `scratch`: each one's excess over the least, and scratch memory.
 */
export const endCandidatesText: string = `
var<private> base: u32;
var<private> least: Exact;
var<workgroup> least_wholes: array<i32, ${END_THREADS}>;
var<workgroup> least_fractions: array<f32, ${END_THREADS}>;
var<workgroup> some: u32;
fn end_value(i: u32) -> Exact {
  let words = ends[base + i];
  return Exact(bitcast<i32>(words.x), bitcast<f32>(words.y));
}
fn lesser(left: Exact, right: Exact) -> Exact {
  if (is_nowhere(left)) { return right; }
  if (is_nowhere(right) || difference(right, left) >= 0.0) { return left; }
  return right;
}
fn least_end(count: u32, lane: u32) -> Exact {
  var best = nowhere();
  for (var i = lane; i < count; i += ${END_THREADS}u) { best = lesser(best, end_value(i)); }
  least_wholes[lane] = best.whole;
  least_fractions[lane] = best.fraction;
  workgroupBarrier();
  for (var width = ${END_THREADS / 2}u; width > 0u; width /= 2u) {
    if (lane < width) {
      best = lesser(best, Exact(least_wholes[lane + width], least_fractions[lane + width]));
      least_wholes[lane] = best.whole;
      least_fractions[lane] = best.fraction;
    }
    workgroupBarrier();
  }
  let result = Exact(least_wholes[0], least_fractions[0]);
  if (lane == 0u) { some = select(1u, 0u, is_nowhere(result)); }
  workgroupBarrier();
  return result;
}
fn excess(i: u32) -> f32 {
  let value = end_value(i);
  if (is_nowhere(value)) { return FAR; }
  return difference(value, least);
}
fn load_scratch(slot: u32, i: u32) -> f32 { return scratch[slot * parameters.items * parameters.end_width + base + i]; }
fn store_scratch(slot: u32, i: u32, value: f32) { scratch[slot * parameters.items * parameters.end_width + base + i] = value; }`;
