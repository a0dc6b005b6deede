// One item of an interleaved lattice from its first row to its last and back.

import { LOG2_E } from "../extended";
import { Item } from "../printed/item";
import { canRepresent, isNormalised, largestLane, storeScale } from "./arithmetic";
import { backwardRow } from "./interleaved/backward";
import { leaveEnds, reachStarts, sumEnds, writeStarts } from "./interleaved/boundaries";
import { BLOCK_BYTES, blockOf, clearNumbers } from "./interleaved/blocks";
import { addBlanks, addLabels, clearRow, writeSums } from "./interleaved/classes";
import { anyForbidden, fillFactors, forbid } from "./class-factors";
import { forwardRow } from "./interleaved/forward";

const BEGIN: i32 = 0;
const FORWARD: i32 = 1;
const BACKWARD: i32 = 2;
/** Prefixes that were not kept are made again. */
const AGAIN: i32 = 3;
const FINISHED: i32 = 4;

const SOLVED: i32 = 0;
const INFEASIBLE: i32 = 1;
/** Costs over γ are too large for the exponents. */
const BEYOND: i32 = 2;

/**
 * The first block of row n that matters, the same for four rows: from the columns before it no path leads to an end.
 */
// @ts-ignore: decorator
@inline
function firstBlock(item: Item, n: i32): i32 {
  const m = item.firstEnd - 2 * (item.rows - 1 - (n & ~3));
  return m <= 0 ? 0 : blockOf(m);
}

/** The last block that matters: no path reaches the columns after it. */
// @ts-ignore: decorator
@inline
function lastBlock(item: Item, n: i32): i32 {
  return min(item.blocks - 1, blockOf(item.lastStart + 2 * (n | 3)));
}

/** The first of the rows that are kept together with row n. */
// @ts-ignore: decorator
@inline
function base(item: Item, n: i32): i32 {
  return n - (n % item.height);
}

/** Prefixes of row n, which are kept from row `from` on; the row before that one is kept too. */
// @ts-ignore: decorator
@inline
function prefixesOf(item: Item, n: i32, from: i32): usize {
  return <usize>item.prefixes + <usize>(n - from + 1) * <usize>item.rowBytes;
}

// @ts-ignore: decorator
@inline
function factorsOf(item: Item, n: i32): usize {
  return <usize>item.classFactors + <usize>n * <usize>item.factorBytes;
}

/** Fills the factors of row n and notes how large its costs are. */
function openRow(item: Item, n: i32): void {
  const costs = <usize>item.cost + (<usize>n * <usize>item.classes << 2);
  const factors = factorsOf(item, n);
  const most = fillFactors(costs, item.used, item.classes, item.scale, isNormalised(n) ? 127 : 0, factors);
  let largest: f32;
  if (anyForbidden(most)) {
    item.guarded = 1;
    largest = forbid(costs, item.used, item.classes, factors);
  } else {
    largest = largestLane(most);
  }
  if (largest > item.largestCost) item.largestCost = largest;
}

function forward(item: Item, n: i32): void {
  openRow(item, n);
  const from = base(item, n);
  const row = prefixesOf(item, n, from);
  if (n == 0) {
    clearNumbers(row - BLOCK_BYTES, (<usize>item.blocks + 1) * BLOCK_BYTES);
    writeStarts(item, row);
    return;
  }
  const first = firstBlock(item, n);
  const last = lastBlock(item, n);
  forwardRow(isNormalised(n), item.guarded != 0, prefixesOf(item, n - 1, from), row, item.labels, factorsOf(item, n), item.blank, first, last);
  // What the next row reads beside these blocks.
  clearNumbers(row + (<usize>first << 6) - 32, 32);
  if (lastBlock(item, n + 1) > last) clearNumbers(row + (<usize>(last + 1) << 6), BLOCK_BYTES);
}

/** Where the row before row n is kept until row n comes again. */
// @ts-ignore: decorator
@inline
function savedBefore(item: Item, n: i32): usize {
  return <usize>item.saved + <usize>(n / item.height) * <usize>item.rowBytes;
}

/** Turns to the rows that are kept from row n on. */
function goOn(item: Item, n: i32): void {
  const bytes = <usize>item.rowBytes;
  const before = prefixesOf(item, n - 1, n - item.height) - BLOCK_BYTES;
  memory.copy(savedBefore(item, n), before, bytes);
  memory.copy(<usize>item.prefixes - BLOCK_BYTES, before, bytes);
}

/** Turns back to the rows that are kept with row n, to make them again. */
function goBack(item: Item, n: i32): void {
  item.row = base(item, n);
  item.phase = AGAIN;
  if (item.row > 0) memory.copy(<usize>item.prefixes - BLOCK_BYTES, savedBefore(item, item.row), item.rowBytes);
}

/** Hands over the gradient of rows n to n + 3, the last of which may be missing. */
function writeRows(item: Item, n: i32): void {
  const first = firstBlock(item, n);
  const last = lastBlock(item, n);
  const alignments = <usize>item.alignmentRows;
  const sums = <usize>item.sums;
  if (n == 0) clearRow(alignments, first, last, item.blocks);
  addLabels(alignments, item.labels, first, last, sums);
  addBlanks(alignments + (<usize>item.blocks << 6), sums + (<usize>item.blank << 1));
  const gradient = <usize>item.classGradient + (<usize>n * <usize>item.classes << 2);
  writeSums(sums, item.classes, <f32>item.upstream, gradient, min(4, item.rows - n));
}

function backward(item: Item, n: i32): void {
  const row = prefixesOf(item, n, base(item, n));
  const suffixes = <usize>item.suffixes;
  if (n == item.rows - 1) {
    leaveEnds(item, suffixes);
  } else if (n == 0) {
    reachStarts(item, row, suffixes);
  } else {
    if (item.factorBytes == 0) openRow(item, n);
    const slot = <usize>item.alignmentRows + (<usize>(n & 3) << 4);
    const blanks = backwardRow(
      isNormalised(n), item.guarded != 0, suffixes, row, item.labels, factorsOf(item, n), item.blank, firstBlock(item, n), lastBlock(item, n), slot,
    );
    v128.store(slot + (<usize>item.blocks << 6), blanks);
  }
  if ((n & 3) == 0) writeRows(item, n);
}

function begin(item: Item): void {
  item.largestCost = 0;
  item.guarded = 0;
  item.row = 0;
  item.phase = FORWARD;
  storeScale(item.scale, -LOG2_E / item.temperature);
  if (item.firstEnd - 2 * (item.rows - 1) <= item.lastStart) return;
  item.status = INFEASIBLE;
  item.phase = FINISHED;
}

/** Ends the forward pass: the value, and whether there is a backward pass. */
function turn(item: Item): void {
  const last = item.rows - 1;
  item.phase = FINISHED;
  const scale = LOG2_E / item.temperature;
  const cell = item.largestCost * item.largestWeight + item.largestPenalty;
  if (!canRepresent(cell, item.largestCost, scale, item.rows)) {
    item.status = BEYOND;
    return;
  }
  item.logarithm = sumEnds(item, prefixesOf(item, last, base(item, last)), lastBlock(item, last));
  if (item.logarithm == -Infinity) item.status = INFEASIBLE;
  if (item.status != SOLVED || item.backward == 0) return;
  const blocks = <usize>item.blocks;
  clearNumbers(item.suffixes, (blocks + 1) * BLOCK_BYTES);
  memory.fill(item.alignmentRows, 0, (blocks + 1) * BLOCK_BYTES);
  memory.fill(item.sums, 0, (<usize>item.classes) << 4);
  item.phase = BACKWARD;
  item.row = last;
}

/**
 * Works on an item until at least `cells` are done.
 *
 * @returns the cells done; 0 when there is nothing left to do
 */
export function advanceInterleaved(item: Item, cells: i32): i32 {
  if (item.phase == BEGIN) begin(item);
  const ofRow = 8 * item.blocks;
  let done = 0;
  for (; item.phase != FINISHED && done < cells; done += ofRow) {
    const n = item.row;
    if (item.phase == BACKWARD) {
      backward(item, n);
      item.row--;
      if (n == 0) item.phase = FINISHED;
      else if (n % item.height == 0) goBack(item, n - 1);
      continue;
    }
    if (item.phase == FORWARD && n > 0 && n % item.height == 0) goOn(item, n);
    forward(item, n);
    item.row++;
    if (item.phase == FORWARD) {
      if (item.row == item.rows) turn(item);
    } else if (item.row % item.height == 0) {
      item.row--;
      item.phase = BACKWARD;
    }
  }
  return done;
}
