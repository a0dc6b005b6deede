import type { BoundaryStructure, LatticeStructure, TableStructure } from './structure.ts';
import { exactText } from './exact.ts';
import { parametersText } from './parameters.ts';

/** What becomes of an item: its status in `results`. */
export const SOLVED = 0;
export const INFEASIBLE = 1;
export const OUT_OF_RANGE = 2;
export const INVALID = 3;

/** What kernels see on the way: bits of an item's word in `statuses`, which stand above the status in `results`. */
export const Flaw = {
  /** A step costs more than 2^29 units: it was left out, as far too dear for any weight. */
  DROPPED: 1,
  /** Accumulated costs, or falls, so large that a dropped step might come back. */
  WIDE: 2,
  /** A number is too large for the kernels' integers. */
  OUT_OF_RANGE: 4,
  /** A number is none. */
  INVALID: 8,
} as const;
/** Flaws in \`results\` stand so many bits above the status. */
export const FLAW_SHIFT = 8;

/** Words of an item in the description: rows, columns, 1/unit, the largest cost in range, γ in units. */
export const ITEM_WORDS = 5;
/** Words of a row: first and last column, where it begins in the lattice's arrays, where column 0 would be in a packed cost. */
export const ROW_WORDS = 4;
/** Words of a listed start or end cell: row, column, its number in the caller's list. */
export const CELL_WORDS = 3;

/**
 * What all kernels of a structure begin with: parameters, the description of the problem, and functions that say what is where. A kernel
 * sees the description at binding 1 and the cost at binding 2.
 */
export function prelude(structure: LatticeStructure, description: 'read' | 'write' = 'read'): string {
  return `${parametersText}
@group(0) @binding(1) var<storage, ${description === 'read' ? 'read' : 'read_write'}> description: array<u32>;
@group(0) @binding(2) var<storage, read> costs: array<u32>;
// What stands for a cost that is no number: out of range, so that nothing is computed from it.
const INVALID_COST: f32 = 2.5e38;
const LARGEST_NUMBER: f32 = 1.0e38;
const STEPS: u32 = ${structure.steps.length}u;
${stepsText(structure)}
// The flaws that this invocation has seen.
var<private> flaw: u32 = 0u;
fn report(seen: u32) { flaw |= seen; }
${exactText}
fn number_at(index: u32) -> f32 { return bitcast<f32>(description[index]); }
${itemText}
${structure.banded ? bandedText : fullText}
${costText(structure)}
${tableText('weight', structure.weights)}
${tableText('penalty', structure.penalties)}
${boundaryText(structure.start)}
${boundaryText(structure.end)}
${weightedText}`;
}

function stepsText({ steps }: LatticeStructure): string {
  const list = (part: 0 | 1): string => steps.map((step) => `${step[part]}u`).join(', ');
  return `const STEP_ROWS = array<u32, STEPS>(${list(0)});
const STEP_COLUMNS = array<u32, STEPS>(${list(1)});`;
}

const itemText = `
struct Item { rows: u32, columns: u32, per_unit: f32, largest: f32, gamma: f32 }
fn item_rows(b: u32) -> u32 { return description[parameters.at_items + ${ITEM_WORDS}u * b]; }
fn item_columns(b: u32) -> u32 { return description[parameters.at_items + ${ITEM_WORDS}u * b + 1u]; }
fn item_of(b: u32) -> Item {
  let at = parameters.at_items + ${ITEM_WORDS}u * b;
  return Item(description[at], description[at + 1u], number_at(at + 2u), number_at(at + 3u), number_at(at + 4u));
}
// The position of a cell in an array of all rows and columns of the window.
fn dense_index(b: u32, n: u32, m: u32) -> u32 {
  return (b * parameters.window_rows + n - parameters.window_row) * parameters.columns + m;
}`;

const fullText = `
fn first_column(b: u32, n: u32) -> u32 { return 0u; }
fn end_column(b: u32, n: u32) -> u32 { return item_columns(b); }
fn cell_index(b: u32, n: u32, m: u32) -> u32 { return dense_index(b, n, m); }
fn has_column(b: u32, n: u32, m: u32) -> bool { return true; }`;

const bandedText = `
fn row_at(b: u32, n: u32) -> u32 { return parameters.at_rows + ${ROW_WORDS}u * (b * parameters.window_rows + n - parameters.window_row); }
fn first_column(b: u32, n: u32) -> u32 { return description[row_at(b, n)]; }
fn end_column(b: u32, n: u32) -> u32 { return description[row_at(b, n) + 1u]; }
fn cell_index(b: u32, n: u32, m: u32) -> u32 {
  let at = row_at(b, n);
  return description[at + 2u] + (m - description[at]);
}
fn has_column(b: u32, n: u32, m: u32) -> bool { return m >= first_column(b, n) && m < end_column(b, n); }`;

function costText({ cost }: LatticeStructure): string {
  const index = {
    dense: 'dense_index(b, n, m) + parameters.cost_base',
    banded: 'description[row_at(b, n) + 3u] + m',
    gathered:
      '(b * parameters.window_rows + n - parameters.window_row) * parameters.classes + ' +
      'description[parameters.at_classes + b * parameters.columns + m] + parameters.cost_base',
    staged: 'cell_index(b, n, m)',
  }[cost];
  const read =
    cost === 'staged'
      ? // A kernel of ours wrote these.
        'return bitcast<f32>(costs[cost_index(b, n, m)]);'
      : `let bits = costs[cost_index(b, n, m)];
  if ((bits & 0x7f800000u) != 0x7f800000u) { return min(bitcast<f32>(bits), 2.0e38); }
  if (bits == 0x7f800000u) { return FORBIDDEN; }
  report(${Flaw.INVALID}u);
  return INVALID_COST;`;
  return `
fn cost_index(b: u32, n: u32, m: u32) -> u32 { return ${index}; }
// The bits are looked at as an integer: WGSL promises nothing about infinities and what is no number.
fn cell_cost(b: u32, n: u32, m: u32) -> f32 {
  ${read}
}`;
}

function tableText(name: 'weight' | 'penalty', table: TableStructure): string {
  const tableName = name === 'weight' ? 'weights' : 'penalties';
  const head = `fn step_${name}(b: u32, n: u32, m: u32, s: u32) -> f32 {`;
  if (table.kind === 'constant') return `${head} return ${table.value === 1 ? '1.0' : '0.0'}; }`;
  return `${head}
  let position = b * parameters.${tableName}_b + (n - parameters.window_row) * parameters.${tableName}_n + m * parameters.${tableName}_m;
  return number_at(parameters.at_${tableName} + position + s * parameters.${tableName}_s);
}`;
}

function boundaryText({ role, set, multiplier, penalty }: BoundaryStructure): string {
  const table = (name: 'multiplier' | 'penalty', structure: TableStructure): string => {
    const head = `fn candidate_${role}_${name}(b: u32, k: u32) -> f32 {`;
    if (structure.kind === 'constant') return `${head} return ${structure.value === 1 ? '1.0' : '0.0'}; }`;
    const position = `b * parameters.${role}_${name}_b + k * parameters.${role}_${name}_k`;
    return `${head} return number_at(parameters.at_${role}_${name} + ${position}); }`;
  };
  return `${set === 'cells' ? listedText(role) : setText(role, set)}
${table('multiplier', multiplier)}
${table('penalty', penalty)}`;
}

/** The candidate in a cell, or -1; how many an item has; the cell of the i-th and its number. */
function setText(role: 'start' | 'end', set: Exclude<BoundaryStructure['set'], 'cells'>): string {
  const corner = role === 'start' ? ['0u', '0u'] : ['item_rows(b) - 1u', 'item_columns(b) - 1u'];
  const { condition, number, count, row, column } = {
    corner: { condition: `n == ${corner[0]} && m == ${corner[1]}`, number: '0u', count: '1u', row: corner[0], column: corner[1] },
    firstRow: { condition: 'n == 0u', number: 'm', count: 'item_columns(b)', row: '0u', column: 'i' },
    lastRow: { condition: 'n == item_rows(b) - 1u', number: 'm', count: 'item_columns(b)', row: 'item_rows(b) - 1u', column: 'i' },
    firstColumn: { condition: 'm == 0u', number: 'n', count: 'item_rows(b)', row: 'i', column: '0u' },
    lastColumn: { condition: 'm == item_columns(b) - 1u', number: 'n', count: 'item_rows(b)', row: 'i', column: 'item_columns(b) - 1u' },
  }[set];
  return `
fn ${role}_number(b: u32, n: u32, m: u32) -> i32 { return select(-1, i32(${number}), ${condition}); }
fn ${role}_count(b: u32) -> u32 { return select(${count}, 0u, item_rows(b) == 0u || item_columns(b) == 0u); }
// Row, column and number.
fn ${role}_cell(b: u32, i: u32) -> vec3<u32> { return vec3<u32>(${row}, ${column}, i); }`;
}

/** Listed cells stand sorted by row and column: two words an item say where its list begins and how long it is. */
function listedText(role: 'start' | 'end'): string {
  return `
fn ${role}_count(b: u32) -> u32 { return description[parameters.at_${role}_cells + 2u * b + 1u]; }
fn ${role}_cell(b: u32, i: u32) -> vec3<u32> {
  let at = parameters.at_${role}_cells + description[parameters.at_${role}_cells + 2u * b] + ${CELL_WORDS}u * i;
  return vec3<u32>(description[at], description[at + 1u], description[at + 2u]);
}
fn ${role}_number(b: u32, n: u32, m: u32) -> i32 {
  var low = 0u;
  var high = ${role}_count(b);
  while (low < high) {
    let middle = (low + high) / 2u;
    let cell = ${role}_cell(b, middle);
    if (cell.x == n && cell.y == m) { return i32(cell.z); }
    if (cell.x < n || (cell.x == n && cell.y < m)) { low = middle + 1u; } else { high = middle; }
  }
  return -1;
}`;
}

const weightedText = `
fn in_units(item: Item, value: f32) -> Exact { return split(clamp(value, -item.largest, item.largest) * item.per_unit); }
// A float with the upper half of the digits: products of two such are exact.
fn upper_digits(value: f32) -> f32 { return bitcast<f32>(bitcast<u32>(value) & 0xfffff000u); }
// weight · cost + penalty in units; nowhere where one of them forbids, or where it is too dear to be told from forbidden.
fn weighted(item: Item, weight: f32, cost: f32, penalty: f32) -> Exact {
  if (weight >= FORBIDDEN || cost >= FORBIDDEN || penalty >= FORBIDDEN) { return nowhere(); }
  // No product of finite numbers is computed that may not be one.
  let size = abs(cost);
  var whole_product = LARGEST_NUMBER * sign(cost);
  if (size <= 1.0 || weight <= LARGEST_NUMBER / size) { whole_product = weight * cost; }
  let value = whole_product + penalty;
  if (value > item.largest) {
    report(${Flaw.DROPPED}u);
    return nowhere();
  }
  if (max(abs(whole_product), abs(penalty)) > item.largest) {
    report(${Flaw.OUT_OF_RANGE}u);
    return Exact(0, 0.0);
  }
  // All falls of a path together bring no dropped step back.
  if (value < -item.largest / f32(2u * (item.rows + item.columns))) { report(${Flaw.WIDE}u); }
  // In parts that are exact, since product and penalty may cancel.
  if (weight == 1.0) { return plus(in_units(item, cost), in_units(item, penalty)); }
  let weight_high = upper_digits(weight);
  let cost_high = upper_digits(cost);
  let rest = weight_high * (cost - cost_high) + (weight - weight_high) * cost;
  return plus(plus(in_units(item, weight_high * cost_high), in_units(item, rest)), in_units(item, penalty));
}`;
