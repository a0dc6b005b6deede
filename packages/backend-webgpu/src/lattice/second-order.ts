import type { KernelSource } from '../device/kernel-source.ts';
import { printWorkgroupMinimum } from '../print/print-boundary-minimum.ts';
import type { ArrayBinding } from './bindings.ts';
import { arrays } from './bindings.ts';
import { candidatesText } from './candidates.ts';
import { factorText } from './derivatives.ts';
import { sweepText } from './fronts.ts';
import { cellMinimum, END_THREADS, latticeKernel, endCandidatesText } from './kernels.ts';
import { POINT_THREADS, pointsText } from './points.ts';
import { FLAW_SHIFT, SOLVED } from './prelude.ts';
import type { LatticeStructure } from './structure.ts';

const RESULTS: ArrayBinding = { name: 'results', of: 'vec4<u32>', access: 'read' };

/** What the way back of the moves sees. */
const MOVING_ARRAYS: readonly ArrayBinding[] = [
  arrays.distances('read'),
  arrays.direction,
  arrays.moves('read'),
  arrays.endMoves('read'),
  arrays.alignment('read'),
  { name: 'alignment_moves', of: 'f32', access: 'write' },
];

/** Along what a Hessian product is taken. */
export type Along = 'cost' | 'cellPenalty';

/** How the candidates of a cell move along the direction: `move of the predecessor + factor·Z`, in the caller's units. */
function candidateMovesText(along: Along): string {
  return `
fn candidate_moves(b: u32, n: u32, m: u32, excess: array<f32, COUNT>) -> array<f32, COUNT> {
  var all = excess;
  var result = array<f32, COUNT>();
  let own = direction[dense_index(b, n, m)];
  for (var s = 0u; s < COUNT; s++) {
    if (all[s] >= FAR) { continue; }
    result[s] = own${along === 'cost' ? ' * factor(b, n, m, s)' : ''};
    if (s < STEPS) { result[s] += moves[cell_index(b, n - STEP_ROWS[s], m - STEP_COLUMNS[s])]; }
  }
  return result;
}`;
}

/** How D moves along the direction: `Σ_s weight_s·move_s`. */
export function movesKernel(structure: LatticeStructure, along: Along, threads: number): KernelSource {
  return latticeKernel(
    `moves ${structure.minimum.name} ${along} ${threads}`,
    structure,
    [arrays.distances('read'), arrays.direction, arrays.moves('write')],
    () => `${cellMinimum(structure, ['weight'])}
${candidatesText(structure)}
${factorText}
${candidateMovesText(along)}
fn visit(item: Item, b: u32, n: u32, m: u32) {
  let candidates = candidates_of(item, b, n, m, cell_cost(b, n, m));
  var total = 0.0;
  if (!is_nowhere(candidates.least)) {
    var weights = minimum_weights(candidates.excess, item.gamma);
    var step_moves = candidate_moves(b, n, m, candidates.excess);
    for (var s = 0u; s < COUNT; s++) { total += weights[s] * step_moves[s]; }
  }
  moves[cell_index(b, n, m)] = total;
}
fn finish(b: u32) {}
${sweepText(structure, 'forward', threads)}`,
  );
}

/** How the end candidates in a part's rows move. */
export function gatherEndMovesKernel(structure: LatticeStructure, along: Along): KernelSource {
  return latticeKernel(
    `gather end moves ${along}`,
    structure,
    [arrays.ends('read'), arrays.direction, arrays.moves('read'), arrays.endMoves('write')],
    () => `@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(global_invocation_id) global: vec3<u32>) {
  let b = global.y;
  if (global.x >= end_count(b)) { return; }
  let cell = end_cell(b, global.x);
  if (cell.x < parameters.first_row || cell.x >= parameters.end_row) { return; }
  let at = b * parameters.end_width + cell.z;
  var shift = 0.0;
  if (bitcast<i32>(ends[at].x) != NOWHERE) {
    shift = moves[cell_index(b, cell.x, cell.y)];
    ${along === 'cost' ? 'shift += candidate_end_multiplier(b, cell.z) * direction[dense_index(b, cell.x, cell.y)];' : ''}
  }
  end_moves[at] = vec2<f32>(shift, 0.0);
}`,
  );
}

/** How the weights of the end candidates move: the final minimum's second-order product. */
export function finishEndMovesKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    `finish end moves ${structure.minimum.name}`,
    structure,
    [arrays.ends('read'), { name: 'scratch', of: 'f32', access: 'write' }, arrays.endMoves('write'), RESULTS],
    () => `${endCandidatesText}
var<private> per_unit: f32;
fn direction(i: u32) -> f32 { return end_moves[base + i].x * per_unit; }
fn store_product(i: u32, product: f32) { end_moves[base + i].y = product; }
${printWorkgroupMinimum(structure.minimum, END_THREADS, ['product']).code}
@compute @workgroup_size(${END_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.x;
  let count = end_count(b);
  base = b * parameters.end_width;
  least = least_end(count, local.x);
  let item = item_of(b);
  per_unit = item.per_unit;
  let found = workgroupUniformLoad(&some);
  // An item without derivatives has no second ones.
  if (found != 0u && (results[b].z & ${2 ** FLAW_SHIFT - 1}u) == ${SOLVED}u) { workgroup_product(count, item.gamma, local.x); }
}`,
  );
}

/** Slots of scratch for each end cell. */
export function endMovesScratch(structure: LatticeStructure): number {
  return printWorkgroupMinimum(structure.minimum, END_THREADS, ['product']).scratch;
}

/** A cell's weights and how they move, from its candidates; moves are in the caller's units, the minimum computes in its own. */
const weightMovesText = `
struct Moving { weights: array<f32, COUNT>, moves: array<f32, COUNT> }
fn moving_weights(item: Item, b: u32, n: u32, m: u32) -> Moving {
  let candidates = candidates_of(item, b, n, m, cell_cost(b, n, m));
  var result: Moving;
  if (is_nowhere(candidates.least)) { return result; }
  var step_moves = candidate_moves(b, n, m, candidates.excess);
  for (var s = 0u; s < COUNT; s++) { step_moves[s] *= item.per_unit; }
  result.weights = minimum_weights(candidates.excess, item.gamma);
  result.moves = minimum_product(candidates.excess, step_moves, item.gamma);
  return result;
}`;

/** How E moves: `Σ_s (move of E(successor)·weight + E(successor)·move of the weight)`, and the end weights' moves. */
export function alignmentMovesKernel(structure: LatticeStructure, along: Along, threads: number): KernelSource {
  return latticeKernel(
    `alignment moves ${structure.minimum.name} ${along} ${threads}`,
    structure,
    MOVING_ARRAYS,
    () => `${cellMinimum(structure, ['weight', 'product'])}
${candidatesText(structure)}
${factorText}
${candidateMovesText(along)}
${weightMovesText}
fn visit(item: Item, b: u32, n: u32, m: u32) {
  var total = 0.0;
  if (!is_nowhere(distance_at(b, n, m))) {
    let k = end_number(b, n, m);
    if (k >= 0) { total = end_moves[b * parameters.end_width + u32(k)].y; }
    for (var s = 0u; s < STEPS; s++) {
      let row = n + STEP_ROWS[s];
      let column = m + STEP_COLUMNS[s];
      if (row >= item.rows || column >= item.columns) { continue; }
      if (!has_column(b, row, column)) { continue; }
      let at = cell_index(b, row, column);
      if (alignment[at] == 0.0 && alignment_moves[at] == 0.0) { continue; }
      var moving = moving_weights(item, b, row, column);
      total += alignment_moves[at] * moving.weights[s] + alignment[at] * moving.moves[s];
    }
  }
  alignment_moves[cell_index(b, n, m)] = total;
}
fn finish(b: u32) {}
${sweepText(structure, 'backward', threads)}`,
  );
}

/** The Hessian product along the cost; along a cell penalty it is the alignment's moves themselves. */
export function hessianKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    `hessian ${structure.minimum.name}`,
    structure,
    MOVING_ARRAYS,
    () => `${cellMinimum(structure, ['weight', 'product'])}
${candidatesText(structure)}
${factorText}
${candidateMovesText('cost')}
${weightMovesText}
fn visit(item: Item, b: u32, n: u32, m: u32) {
  let at = cell_index(b, n, m);
  var total = 0.0;
  if (alignment[at] != 0.0 || alignment_moves[at] != 0.0) {
    var moving = moving_weights(item, b, n, m);
    for (var s = 0u; s < COUNT; s++) {
      let edge = alignment_moves[at] * moving.weights[s] + alignment[at] * moving.moves[s];
      if (edge != 0.0) { total += edge * factor(b, n, m, s); }
    }
  }
  let k = end_number(b, n, m);
  if (k >= 0) {
    let shift = end_moves[b * parameters.end_width + u32(k)].y;
    if (shift != 0.0) { total += shift * candidate_end_multiplier(b, u32(k)); }
  }
  // Nobody reads this cell's move of E any more.
  alignment_moves[at] = total;
}
${pointsText(structure)}`,
  );
}
