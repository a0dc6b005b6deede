import type { KernelSource } from '../device/kernel-source.ts';
import { arrays } from './bindings.ts';
import { candidatesText, weightsText } from './candidates.ts';
import { cellMinimum, latticeKernel } from './kernels.ts';
import { POINT_THREADS, pointsText } from './points.ts';
import type { LatticeStructure } from './structure.ts';

const alignmentArrays = [arrays.distances('read'), arrays.alignment('read')] as const;

/** The factor of C in a candidate: the step's weight, or the start's multiplier. */
export const factorText = `
fn factor(b: u32, n: u32, m: u32, s: u32) -> f32 {
  if (s < STEPS) { return step_weight(b, n, m, s); }
  return candidate_start_multiplier(b, u32(max(0, start_number(b, n, m))));
}`;

/** `H = E·G + end weight·end multiplier` with `G = Σ_s weight_s·W_s + start weight·start multiplier`. */
export function gradientKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    `gradient ${structure.minimum.name}`,
    structure,
    [...alignmentArrays, arrays.ends('read'), arrays.output()],
    () => `${cellMinimum(structure, ['weight'])}
${candidatesText(structure)}
${weightsText}
${factorText}
fn visit(item: Item, b: u32, n: u32, m: u32) {
  let at = cell_index(b, n, m);
  let here = alignment[at];
  var gradient = 0.0;
  if (here != 0.0) {
    var weights = weights_of(item, b, n, m);
    var slope = 0.0;
    // Where the minimum's weight is 0 the step may be forbidden.
    for (var s = 0u; s < COUNT; s++) { if (weights[s] != 0.0) { slope += weights[s] * factor(b, n, m, s); } }
    gradient = here * slope;
  }
  let k = end_number(b, n, m);
  if (k >= 0) {
    let weight = bitcast<f32>(ends[b * parameters.end_width + u32(k)].w);
    if (weight != 0.0) { gradient += weight * candidate_end_multiplier(b, u32(k)); }
  }
  output[at] = gradient;
}
${pointsText(structure)}`,
  );
}

/** Edge marginals `E·weight_s` of each cell and step, S numbers a cell. */
export function edgesKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    `edges ${structure.minimum.name}`,
    structure,
    [...alignmentArrays, arrays.output()],
    () => `${cellMinimum(structure, ['weight'])}
${candidatesText(structure)}
${weightsText}
fn visit(item: Item, b: u32, n: u32, m: u32) {
  let at = cell_index(b, n, m);
  let here = alignment[at];
  var weights = array<f32, COUNT>();
  if (here != 0.0) { weights = weights_of(item, b, n, m); }
  for (var s = 0u; s < STEPS; s++) { output[at * STEPS + s] = here * weights[s]; }
}
${pointsText(structure)}`,
  );
}

/** Marginals and costs of the start candidates in a part's rows: `E·weight of the start`. */
export function startsKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    `starts ${structure.minimum.name}`,
    structure,
    [...alignmentArrays, arrays.output('vec2<f32>')],
    () => `${cellMinimum(structure, ['weight'])}
${candidatesText(structure)}
${weightsText}
@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(global_invocation_id) global: vec3<u32>) {
  let b = global.y;
  if (global.x >= start_count(b)) { return; }
  let cell = start_cell(b, global.x);
  if (cell.x < parameters.first_row || cell.x >= parameters.end_row) { return; }
  var marginal = 0.0;
  var cost = 0.0;
  if (has_column(b, cell.x, cell.y)) {
    var weights = weights_of(item_of(b), b, cell.x, cell.y);
    marginal = alignment[cell_index(b, cell.x, cell.y)] * weights[STEPS];
    cost = cell_cost(b, cell.x, cell.y);
  }
  output[b * parameters.start_width + cell.z] = vec2<f32>(marginal, cost);
}`,
  );
}

/** `Σ_m E·∂μ/∂γ` of each row of a part: [items, window rows]. */
export function temperatureKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    `temperature ${structure.minimum.name}`,
    structure,
    [...alignmentArrays, arrays.output()],
    () => `${cellMinimum(structure, ['temperatureDerivative'])}
${candidatesText(structure)}
var<workgroup> sums: array<f32, ${POINT_THREADS}>;
@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.y;
  let lane = local.x;
  let item = item_of(b);
  let n = parameters.first_row + parameters.first_group + group.x;
  var sum = 0.0;
  if (n < min(parameters.end_row, item.rows)) {
    for (var m = first_column(b, n) + lane; m < end_column(b, n); m += ${POINT_THREADS}u) {
      let here = alignment[cell_index(b, n, m)];
      if (here == 0.0) { continue; }
      let candidates = candidates_of(item, b, n, m, cell_cost(b, n, m));
      if (!is_nowhere(candidates.least)) { sum += here * minimum_temperature_derivative(candidates.excess, item.gamma); }
    }
  }
  sums[lane] = sum;
  workgroupBarrier();
  for (var width = ${POINT_THREADS / 2}u; width > 0u; width /= 2u) {
    if (lane < width) { sums[lane] += sums[lane + width]; }
    workgroupBarrier();
  }
  if (lane == 0u && n < parameters.end_row) { output[b * parameters.window_rows + n - parameters.window_row] = sums[0]; }
}`,
  );
}

/** The gradient by a gathered cost's values: each row's H summed by class. The output stands at zero before. */
export function gatheredGradientKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    'gathered gradient',
    structure,
    [{ name: 'gradient', of: 'f32', access: 'read' }, arrays.output()],
    () => `@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.y;
  let n = parameters.first_row + (parameters.first_group + group.x) * ${POINT_THREADS}u + local.x;
  if (n >= min(parameters.end_row, item_rows(b))) { return; }
  let row = (b * parameters.window_rows + n - parameters.window_row) * parameters.classes;
  for (var m = first_column(b, n); m < end_column(b, n); m++) {
    output[row + description[parameters.at_classes + b * parameters.columns + m]] += gradient[cell_index(b, n, m)];
  }
}`,
  );
}
