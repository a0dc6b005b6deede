import { exchangeBytes, type StripSize } from './size.ts';
import { scaledNumbers } from './scaled-numbers.ts';
import type { StripStructure } from './structure.ts';

/**
 * What all passes begin with: numbers, the item, where things lie, costs.
 *
 * The module around declares the arrays that `stripBuffers` names, the entry point, and these functions. `b` is an item; cells are asked
 * for only where they are there, but for `first_column` and `end_column`, of any row of the item, and `cell_cost` of a row without
 * cells, whose answer does not matter.
 *
 *     const FORBIDDEN: f32 = 3.0e38;
 *     const INVALID_COST: f32 = 2.5e38;                                  // stands for what is no number; other costs are smaller
 *     fn item_rows(b: u32) -> u32;  fn item_columns(b: u32) -> u32;      // uniform where b is: read-only storage or a uniform
 *     fn cell_cost(b: u32, n: u32, m: u32) -> f32;                       // the cost's own bits; FORBIDDEN for infinity
 *     fn cell_index(b: u32, n: u32, m: u32) -> u32;                      // in `gradient` and `alignment`
 *     fn temperature_scale(b: u32) -> f32;                               // -log2(e) / γ
 *     fn scratch_stride() -> u32;  fn carry_stride() -> u32;             // at least scratchLength and carryLength, the latter even
 *     fn first_column(b: u32, n: u32) -> u32;  fn end_column(…) -> u32;  // where banded; past the last
 *     fn scalar_weight(s: u32) -> f32;                                   // where weights are 'scalar'
 *     fn step_weight(b: u32, n: u32, m: u32, s: u32) -> f32;             // where weights are 'mask' or 'varying'
 *     fn start_cost(b: u32, n: u32, m: u32, cost: f32) -> f32;           // where the start is 'cells'; FORBIDDEN elsewhere
 *     fn end_cost(b: u32, n: u32, m: u32, cost: f32) -> f32;             // where the end is 'cells'; FORBIDDEN elsewhere
 *     fn start_multiplier(b: u32, n: u32, m: u32) -> f32;                // where multipliers are asked for and the start is 'cells'
 *     fn end_multiplier(b: u32, n: u32, m: u32) -> f32;                  // likewise; what they answer outside the sets does not matter
 *
 * Weights, multipliers, penalties, γ and 1/γ are within 1e15 (`stripsServe`): what is made of them and `bounded` costs is finite.
 * An item's `results` are the mantissa's bits and the exponent of Z, value = -γ ln 2 (exponent + log2(mantissa)), and a status word of the lattice's
 * prelude.
 */
export function sharedText(structure: StripStructure, size: StripSize): string {
  const { threads, strip, block } = size;
  const numbers = exchangeBytes(structure, size) / 8;
  return `${scaledNumbers}
// Rows and columns of the item.
var<private> extent: vec2<u32>;
// The largest bits of a cost, without its sign; what is no number has larger bits than any number.
var<private> worst: u32 = 0u;
var<private> unit_scale: Scale;
${structure.weights === 'scalar' ? scalarScales(structure) : ''}
fn look_at(item: u32) {
  extent = vec2<u32>(item_rows(item), item_columns(item));
  unit_scale = scale_of(temperature_scale(item), 1.0);
${structure.weights === 'scalar' ? lookAtScales(structure) : ''}}

fn watch(cost: f32) {
  let bits = bitcast<u32>(cost);
  worst = max(worst, select(bits & 0x7fffffffu, 0u, bits == bitcast<u32>(FORBIDDEN)));
}

${structure.banded ? bandedCells : fullCells}

// What a strip hands on to the next: written in one phase, read in the next.
var<workgroup> exchange_mantissa: array<f32, ${numbers}>;
var<workgroup> exchange_exponent: array<i32, ${numbers}>;
fn exchange_seat(phase: u32) -> u32 { return (phase & 1u) * ${numbers / 2}u; }
fn exchanged(seat: u32) -> Scaled { return Scaled(exchange_mantissa[seat], exchange_exponent[seat]); }
fn hand_on(seat: u32, number: Scaled) {
  exchange_mantissa[seat] = number.mantissa;
  exchange_exponent[seat] = number.exponent;
}

// What a panel hands on to the next: one half is written while the other is read.
fn carry_seat(slot: u32, turn: u32) -> u32 { return (slot * 2u + (turn & 1u)) * (carry_stride() / 2u); }

// Where a thread's tile lies in the scratch arrays. Threads of one phase have one \`turn\`, so that they write side by side.
fn tile_at(slot: u32, panel: u32, blocks: u32, turn: u32, thread: u32) -> u32 {
  return slot * scratch_stride() + (panel * blocks + turn) * ${strip * block * threads}u + thread;
}

// Where the strip's cells at v lie. Beyond the last position nothing is needed, and any place will do.
fn place_at(slot: u32, panel: u32, blocks: u32, thread: u32, v: u32) -> u32 {
  let block = min(v / ${block}u, blocks - 1u);
  return tile_at(slot, panel, blocks, (block + thread) % blocks, thread) + v % ${block}u * ${strip * threads}u;
}
${size.staged ? 'fn watched(cost: f32) -> f32 {\n  watch(cost);\n  return cost;\n}' : ''}`;
}

/** Where the cell at u along the strip and v along the sweep lies in the scratch arrays. */
export function placeText(structure: StripStructure, { threads, strip, block }: StripSize): string {
  const way = structure.strip === 'rows' ? 'extent.y' : 'extent.x';
  return `fn place_of(slot: u32, u: u32, v: u32) -> u32 {
  let blocks = (${way} - 1u) / ${block}u + 1u;
  let thread = u % ${threads * strip}u / ${strip}u;
  let tile = tile_at(slot, u / ${threads * strip}u, blocks, (v / ${block}u + thread) % blocks, thread);
  return tile + (v % ${block}u * ${strip}u + u % ${strip}u) * ${threads}u;
}`;
}

// Without branches: they are slow on devices, and compilers of devices in software take very long over them.
const fullCells = `fn is_inside(item: u32, n: u32, m: u32) -> bool { return (n < extent.x) & (m < extent.y); }

fn load_cost(item: u32, n: u32, m: u32) -> f32 {
  let cost = cell_cost(item, min(n, extent.x - 1u), min(m, extent.y - 1u));
  let seen = select(FORBIDDEN, cost, is_inside(item, n, m));
  watch(seen);
  return seen;
}`;

const bandedCells = `fn is_inside(item: u32, n: u32, m: u32) -> bool {
  let row = min(n, extent.x - 1u);
  return (n < extent.x) & (m >= first_column(item, row)) & (m < end_column(item, row));
}

fn load_cost(item: u32, n: u32, m: u32) -> f32 {
  let row = min(n, extent.x - 1u);
  let first = first_column(item, row);
  let end = end_column(item, row);
  // In an empty row any cost will do: it is not seen.
  let cost = cell_cost(item, row, max(first, min(m, max(end, 1u) - 1u)));
  let seen = select(FORBIDDEN, cost, (n < extent.x) & (m >= first) & (m < end));
  watch(seen);
  return seen;
}`;

function scalarScales({ steps }: StripStructure): string {
  return steps.map((_, s) => `var<private> scale_${s}: Scale;\n`).join('');
}

function lookAtScales({ steps }: StripStructure): string {
  return steps.map((_, s) => `  scale_${s} = scale_of(temperature_scale(item), scalar_weight(${s}u));\n`).join('');
}
