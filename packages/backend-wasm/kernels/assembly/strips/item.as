// One item from its first strip to its last and back: the strips' engine.

import { CONSTANTS } from "../constants";
import { VANISHING, LOG2_E, ZERO } from "../extended";
import { pullProducts, pullSquares, rowSum } from "../features";
import { Item } from "../printed/item";
import {
  backwardGuarded, backwardKept, backwardPlain, backwardSeparate, CARRY_PAD, FIRST_CORNER, forwardGuarded, forwardKept, forwardPlain,
  forwardSeparate, LAST_CORNER, LAST_CORNER_SEPARATE, ROWS, STATE_BYTES, STRIP_ENTRY_BYTES,
} from "../printed/strips";
import { firstFrom, logarithmOfSum } from "../items/candidates";
import { addBoundaries, clear, collectEnds, injectEnds, injectStarts } from "./boundaries";
import { firstColumn, lastColumn, writeRow } from "../items/cost-rows";
import { openStrip, place, stripLargest } from "./rows";

const BEGIN: i32 = 0;
const FORWARD: i32 = 1;
const BACKWARD: i32 = 2;
const FINISHED: i32 = 3;

const SOLVED: i32 = 0;
const INFEASIBLE: i32 = 1;
/** Costs over γ are too large for the exponents, or γ itself for the coefficients of its polynomial. */
const BEYOND: i32 = 2;
/** Largest binary logarithm of factors that are kept: products with sums stay ordinary numbers. */
const LARGEST_KEPT: f64 = 100;
/** The largest binary logarithm of a factor: beyond it the rounding to whole exponents fails. */
const LARGEST_LOGARITHM: f64 = 3.9e6;
const LEAST_TEMPERATURE: f64 = 1e-7;
const MOST_TEMPERATURE: f64 = 1e7;


// @ts-ignore: decorator
@inline
function tableEntry(item: Item, q: i32, field: usize): i32 {
  return load<i32>(<usize>item.table + <usize>q * STRIP_ENTRY_BYTES + (field << 2));
}

// @ts-ignore: decorator
@inline
function isKept(item: Item, q: i32): bool {
  return tableEntry(item, q, 5) != 0;
}

/**
 * Notes whether a strip keeps its factors for the way back: where nothing is to be guarded, no candidate stands, and every factor is an
 * ordinary float32.
 */
function decideKept(item: Item, q: i32, forbidden: bool): void {
  const from = q * ROWS;
  const kept =
    item.keeps != 0 &&
    !forbidden &&
    <f64>stripLargest * (LOG2_E / item.temperature) <= LARGEST_KEPT &&
    firstFrom(item.startRows, item.starts, from) == firstFrom(item.startRows, item.starts, from + ROWS) &&
    firstFrom(item.endRows, item.ends, from) == firstFrom(item.endRows, item.ends, from + ROWS);
  store<i32>(<usize>item.table + <usize>q * STRIP_ENTRY_BYTES, kept ? 1 : 0, 20);
}

/** The carry at column 0. */
// @ts-ignore: decorator
@inline
function origin(carry: i32): usize {
  return <usize>carry + (<usize>CARRY_PAD << 3);
}

function clearExtended(at: usize, bytes: usize): void {
  const zero = i32x4(0x3f800000, ZERO, 0x3f800000, ZERO);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(at + i, zero);
}

/** Step-wise storage and state hold vectors of mantissas before vectors of exponents. */
export function clearVectors(at: usize, bytes: usize): void {
  const one = f32x4.splat(1);
  const zero = i32x4.splat(ZERO);
  for (let i: usize = 0; i < bytes; i += 32) {
    v128.store(at + i, one);
    v128.store(at + i, zero, 16);
  }
}

/** The steps from `low` to `high` - 1 of a strip need no guard: all their cells are in the band, none is a candidate. */
let low: i32 = 0;
let high: i32 = 0;

function keepClear(from: i32, to: i32, rows: i32, columns: i32, q: i32, k: i32, last: i32): void {
  for (; k < last; k++) {
    const j =
      load<i32>(<usize>columns + (<usize>k << 2)) + load<i32>(<usize>rows + (<usize>k << 2)) - q * ROWS;
    if (j < low || j >= high) continue;
    if (j - from < to - j) low = min((j & ~3) + 4, to);
    else high = max(j & ~3, from);
  }
}

function findClear(item: Item, q: i32, from: i32, to: i32, forbidden: bool): void {
  low = from;
  high = to;
  if (forbidden) {
    high = low;
    return;
  }
  if (item.ranges == 0) return;
  for (let r = 0; r < ROWS; r++) {
    const n = q * ROWS + r;
    if (n >= item.rows) break;
    low = max(low, (firstColumn(item, n) + r + 3) & ~3);
    high = min(high, (lastColumn(item, n) + 1 + r) & ~3);
  }
  if (low >= high) {
    low = from;
    high = from;
  }
}

function runForward(item: Item, q: i32, from: i32, to: i32, prefix: usize, multipliers: usize): void {
  const costs = <usize>item.costRows + 16;
  const rowBytes = <usize>item.rowBytes;
  const exponential = <usize>item.exponential;
  const carry = origin(item.carry);
  const inject = <usize>item.inject;
  const state = <usize>item.state;
  if (item.separate != 0) {
    forwardSeparate(from, to, costs, rowBytes, exponential, carry, prefix, inject, state, item.coefficients, item.coefficientBytes, item.origin, multipliers);
    return;
  }
  if (isKept(item, q)) {
    forwardKept(from, to, costs, rowBytes, exponential, carry, prefix, inject, state, tableEntry(item, q, 4));
    return;
  }
  if (low > from) forwardGuarded(from, low, costs, rowBytes, exponential, carry, prefix, inject, state);
  if (high > low) forwardPlain(low, high, costs, rowBytes, exponential, carry, prefix, inject, state);
  if (to > high) forwardGuarded(high, to, costs, rowBytes, exponential, carry, prefix, inject, state);
}

function runBackward(item: Item, q: i32, from: i32, to: i32, prefix: usize, multipliers: usize): void {
  const costs = <usize>item.costRows + 16;
  const rowBytes = <usize>item.rowBytes;
  const exponential = <usize>item.exponential;
  const carry = origin(item.backCarry);
  const inject = <usize>item.inject;
  const state = <usize>item.state;
  const soft = <usize>item.alignmentRows + 16;
  if (item.separate != 0) {
    backwardSeparate(
      from, to, costs, rowBytes, exponential, carry, prefix, inject, state, soft,
      item.coefficients, item.coefficientBytes, item.origin, multipliers, origin(item.secondCarry), <usize>item.gradientRows + 16,
    );
    return;
  }
  if (isKept(item, q)) {
    backwardKept(from, to, costs, rowBytes, exponential, carry, prefix, inject, state, soft, tableEntry(item, q, 4));
    return;
  }
  if (to > high) backwardGuarded(high, to, costs, rowBytes, exponential, carry, prefix, inject, state, soft);
  if (high > low) backwardPlain(low, high, costs, rowBytes, exponential, carry, prefix, inject, state, soft);
  if (low > from) backwardGuarded(from, low, costs, rowBytes, exponential, carry, prefix, inject, state, soft);
}

/** Strip q forward, from the carry of the strip above. Costs are in the scratch rows. */
function forwardStrip(item: Item, q: i32, from: i32, to: i32, forbidden: bool): void {
  const prefix = <usize>tableEntry(item, q, 2);
  const firstStart = firstFrom(item.startRows, item.starts, q * ROWS);
  const lastStart = firstFrom(item.startRows, item.starts, (q + 1) * ROWS);
  findClear(item, q, from, to, forbidden);
  keepClear(from, to, item.startRows, item.startColumns, q, firstStart, lastStart);
  if (low >= high) {
    low = from;
    high = from;
  }
  clearVectors(<usize>item.state, <usize>STATE_BYTES);
  // The first lane's diagonal predecessor in its first step.
  const above = origin(item.carry) + (<usize>(from - 1) << 3);
  store<f32>(<usize>item.state + FIRST_CORNER, load<f32>(above));
  store<i32>(<usize>item.state + FIRST_CORNER + 16, load<i32>(above, 4));
  injectStarts(item, q, firstStart, lastStart);
  runForward(item, q, from, to, prefix, <usize>tableEntry(item, q, 3));
  clear(item, q, item.startRows, item.startColumns, firstStart, lastStart);
}

// @ts-ignore: decorator
@inline
function savedCarry(item: Item, q: i32): usize {
  return <usize>item.savedCarries + <usize>q * <usize>item.carryBytes;
}

function forwardPhase(item: Item, q: i32, from: i32, to: i32): void {
  if (from == to) {
    // No cell of the strip is in the band: nothing passes.
    clearExtended(<usize>item.carry, <usize>item.carryBytes);
    return;
  }
  if (item.checkpointed != 0) memory.copy(savedCarry(item, q), <usize>item.carry, <usize>item.carryBytes);
  const forbidden = openStrip(item, q, from, to);
  decideKept(item, q, forbidden);
  forwardStrip(item, q, from, to, forbidden);
  const firstEnd = firstFrom(item.endRows, item.ends, q * ROWS);
  const lastEnd = firstFrom(item.endRows, item.ends, (q + 1) * ROWS);
  collectEnds(item, q, firstEnd, lastEnd, <usize>tableEntry(item, q, 2));
}

function backwardPhase(item: Item, q: i32, from: i32, to: i32): void {
  if (from == to) {
    clearExtended(<usize>item.backCarry, <usize>item.carryBytes);
    if (item.separate != 0) clearExtended(<usize>item.secondCarry, <usize>item.carryBytes);
    return;
  }
  const prefix = <usize>tableEntry(item, q, 2);
  // Kept strips have all that they need, unless they must be made again.
  const forbidden = isKept(item, q) && item.checkpointed == 0 ? false : openStrip(item, q, from, to);
  if (item.checkpointed != 0) {
    memory.copy(<usize>item.carry, savedCarry(item, q), <usize>item.carryBytes);
    forwardStrip(item, q, from, to, forbidden);
  }
  const firstEnd = firstFrom(item.endRows, item.ends, q * ROWS);
  const lastEnd = firstFrom(item.endRows, item.ends, (q + 1) * ROWS);
  findClear(item, q, from, to, forbidden);
  keepClear(from, to, item.endRows, item.endColumns, q, firstEnd, lastEnd);
  if (low >= high) {
    low = from;
    high = from;
  }
  clearVectors(<usize>item.state, <usize>STATE_BYTES);
  // The last lane's diagonal successor in its first step stands at column to - 1 - (ROWS - 1) + 1 of the strip below.
  const below = <usize>(to - ROWS + 1) << 3;
  const corner = <usize>item.state + (item.separate != 0 ? LAST_CORNER_SEPARATE : LAST_CORNER);
  const carry = origin(item.separate != 0 ? item.secondCarry : item.backCarry) + below;
  store<f32>(corner, load<f32>(carry));
  store<i32>(corner, load<i32>(carry, 4), 16);
  injectEnds(item, q, firstEnd, lastEnd);
  runBackward(item, q, from, to, prefix, <usize>tableEntry(item, q, 3));
  clear(item, q, item.endRows, item.endColumns, firstEnd, lastEnd);
  finishStrip(item, q, from, to, firstEnd, lastEnd, prefix);
}

/** Hands the rows of a strip on: E, H, or what H means for classes or features. */
function finishStrip(item: Item, q: i32, from: i32, to: i32, firstEnd: i32, lastEnd: i32, prefix: usize): void {
  const count = min(ROWS, item.rows - q * ROWS);
  if (item.alignment != 0) for (let r = 0; r < count; r++) writeRow(item, q * ROWS + r, place(item, item.alignmentRows, r), item.alignment);
  const rows = item.separate != 0 ? item.gradientRows : item.alignmentRows;
  const firstStart = firstFrom(item.startRows, item.starts, q * ROWS);
  const lastStart = firstFrom(item.startRows, item.starts, (q + 1) * ROWS);
  addBoundaries(item, q, rows, firstStart, lastStart, firstEnd, lastEnd, prefix);
  if (item.gradient != 0) for (let r = 0; r < count; r++) writeRow(item, q * ROWS + r, place(item, rows, r), item.gradient);
  if (item.classGradient != 0) for (let r = 0; r < count; r++) addClasses(item, q * ROWS + r, place(item, rows, r));
  if (item.xGradient != 0) pullFeatures(item, q, rows, count, from, to);
}

/** Sums a row of H by class. */
function addClasses(item: Item, n: i32, row: usize): void {
  const to = <usize>item.classGradient + (<usize>n * <usize>item.classes << 2);
  const last = lastColumn(item, n);
  const upstream = <f32>item.upstream;
  for (let m = firstColumn(item, n); m <= last; m++) {
    const at = to + (<usize>load<i32>(<usize>item.index + (<usize>m << 2)) << 2);
    store<f32>(at, load<f32>(at) + load<f32>(row + (<usize>m << 2)) * upstream);
  }
}

/** Sets columns `from` … of a row to 0, where there are any. */
function clearColumns(row: usize, from: i32, to: i32): void {
  if (to > from) memory.fill(row + (<usize>from << 2), 0, <usize>(to - from) << 2);
}

/** Pulls the rows of a strip back to features, four at a time. What the steps did not reach, and rows past the last, count as 0. */
function pullFeatures(item: Item, q: i32, rows: i32, count: i32, from: i32, to: i32): void {
  const columns = item.columns + 4;
  const gradientBytes = <usize>(item.rowBytes + 4);
  const xBytes = <usize>item.dimension << 2;
  const stride = <usize>item.featureStride << 2;
  for (let r = 0; r < ROWS; r++) {
    const row = place(item, rows, r);
    clearColumns(row, 0, r < count ? from - r : columns);
    clearColumns(row, min(to - r, item.columns), columns);
  }
  for (let r = 0; r < count; r += 4) {
    const row = place(item, rows, r);
    const n = <usize>(q * ROWS + r);
    const x = <usize>item.x + n * xBytes;
    const to = <usize>item.xGradient + n * xBytes;
    if (item.source == 2) {
      pullSquares(row, gradientBytes, x, xBytes, item.y, stride, item.dimension, item.columns, to, item.yGradient);
      continue;
    }
    pullProducts(row, gradientBytes, x, xBytes, item.y, stride, item.dimension, item.columns, to, item.yGradient);
    for (let i: usize = 0; i < 4; i++) {
      store<f32>(<usize>item.rowTermGradient + ((n + i) << 2), rowSum(row + i * gradientBytes, item.columns));
    }
  }
}

/** Stores what the exponentials need to know of the temperature: the scale, 1/scale in two parts, and 2^f as a polynomial in costs. */
function storeExponential(item: Item): void {
  const scale = -LOG2_E / item.temperature;
  const high = reinterpret<f32>(reinterpret<i32>(<f32>(1 / scale)) & -0x2000);
  v128.store(item.exponential, f32x4.splat(<f32>scale));
  v128.store(item.exponential, f32x4.splat(high), 16);
  v128.store(item.exponential, f32x4.splat(<f32>(1 / scale - <f64>high)), 32);
  let power = 1.0;
  for (let k: usize = 0; k < 6; k++) {
    const coefficient = power * <f64>load<f32>(CONSTANTS + 128 + (k << 4));
    v128.store(<usize>item.exponential + 48 + (k << 4), f32x4.splat(<f32>coefficient));
    power *= scale;
  }
}

function begin(item: Item): void {
  if (item.status != SOLVED) {
    // The host could not give the costs a form that is known here.
    item.phase = FINISHED;
    return;
  }
  clearExtended(<usize>item.carry, <usize>item.carryBytes);
  storeExponential(item);
  item.largestCost = 0;
  item.phase = FORWARD;
  item.strip = 0;
}

/** Ends the forward pass: the value, and whether there is a backward pass. */
function turn(item: Item): void {
  const scale = LOG2_E / item.temperature;
  const cell = item.largestCost * item.largestWeight + item.largestPenalty;
  const tempered = item.temperature >= LEAST_TEMPERATURE && item.temperature <= MOST_TEMPERATURE;
  // One factor must fit too, whatever the length of paths.
  const fits = cell * scale < LARGEST_LOGARITHM && cell * scale * <f64>(item.rows + item.columns + 2) < <f64>-VANISHING;
  if (!tempered || !fits) {
    item.status = BEYOND;
    item.phase = FINISHED;
    return;
  }
  item.logarithm = logarithmOfSum(item.endLogarithms, item.ends);
  item.status = item.logarithm == -Infinity ? INFEASIBLE : SOLVED;
  if (item.status != SOLVED || item.backward == 0) {
    item.phase = FINISHED;
    return;
  }
  clearExtended(<usize>item.backCarry, <usize>item.carryBytes);
  if (item.separate != 0) clearExtended(<usize>item.secondCarry, <usize>item.carryBytes);
  item.phase = BACKWARD;
  item.strip = item.strips - 1;
}

/**
 * Works on an item until at least `cells` are done.
 *
 * @returns the cells done; 0 when there is nothing left to do
 */
export function advanceStrips(address: usize, cells: i32): i32 {
  const item = changetype<Item>(address);
  let done = 0;
  if (item.phase == BEGIN) begin(item);
  while (item.phase != FINISHED && done < cells) {
    const q = item.strip;
    const from = tableEntry(item, q, 0);
    const to = tableEntry(item, q, 1);
    if (item.phase == FORWARD) {
      forwardPhase(item, q, from, to);
      item.strip++;
      if (item.strip == item.strips) turn(item);
    } else {
      backwardPhase(item, q, from, to);
      item.strip--;
      if (item.strip < 0) item.phase = FINISHED;
    }
    done += ROWS * (to - from) + 1;
  }
  return done;
}
