import type { LatticeStructure } from './structure.ts';

/**
 * The candidates of a cell in WGSL, for kernels with `distances`: its steps in order, then the start candidate. `excess` holds how much
 * each lies above the least, in units; FAR where it is forbidden.
 */
export function candidatesText({ steps }: LatticeStructure): string {
  return `
const COUNT: u32 = ${steps.length + 1}u;
struct Candidates { least: Exact, excess: array<f32, COUNT> }
fn distance_at(b: u32, n: u32, m: u32) -> Exact { return unpack(distances[cell_index(b, n, m)]); }
// Whether step s can enter a cell at all.
fn enters(b: u32, n: u32, m: u32, s: u32) -> bool {
  return n >= STEP_ROWS[s] && m >= STEP_COLUMNS[s] && has_column(b, n - STEP_ROWS[s], m - STEP_COLUMNS[s]);
}
fn step_candidate(item: Item, b: u32, n: u32, m: u32, s: u32, cost: f32) -> Exact {
  if (!enters(b, n, m, s)) { return nowhere(); }
  let before = distance_at(b, n - STEP_ROWS[s], m - STEP_COLUMNS[s]);
  let step = weighted(item, step_weight(b, n, m, s), cost, step_penalty(b, n, m, s));
  if (is_nowhere(before) || is_nowhere(step)) { return nowhere(); }
  return plus(before, step);
}
fn start_candidate(item: Item, b: u32, n: u32, m: u32, cost: f32) -> Exact {
  let k = start_number(b, n, m);
  if (k < 0) { return nowhere(); }
  return weighted(item, candidate_start_multiplier(b, u32(k)), cost, candidate_start_penalty(b, u32(k)));
}
fn candidates_of(item: Item, b: u32, n: u32, m: u32, cost: f32) -> Candidates {
  var all: array<Exact, COUNT>;
  for (var s = 0u; s < STEPS; s++) { all[s] = step_candidate(item, b, n, m, s, cost); }
  all[STEPS] = start_candidate(item, b, n, m, cost);
  var result: Candidates;
  result.least = all[0];
  for (var s = 1u; s < COUNT; s++) {
    if (!is_nowhere(all[s]) && (is_nowhere(result.least) || difference(all[s], result.least) < 0.0)) { result.least = all[s]; }
  }
  for (var s = 0u; s < COUNT; s++) {
    result.excess[s] = FAR;
    if (!is_nowhere(all[s])) { result.excess[s] = difference(all[s], result.least); }
  }
  return result;
}`;
}

/** The weights of a cell's candidates, all 0 where no path arrives; needs `minimum_weights`. */
export const weightsText = `
fn weights_of(item: Item, b: u32, n: u32, m: u32) -> array<f32, COUNT> {
  let candidates = candidates_of(item, b, n, m, cell_cost(b, n, m));
  if (is_nowhere(candidates.least)) { return array<f32, COUNT>(); }
  return minimum_weights(candidates.excess, item.gamma);
}`;
