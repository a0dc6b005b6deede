import { depthOf, isWeighted, LONGEST_STRIP, reaches, type StripStructure } from './structure.ts';

/** How the work is cut: threads of a workgroup, positions of a thread's strip, positions that it sweeps from barrier to barrier. */
export interface StripSize {
  readonly threads: number;
  readonly strip: number;
  readonly block: number;
  /**
   * Whether costs and answers go through `staged`, an array in the order in which threads want them: then the threads of a workgroup
   * read and write side by side, and a pass before and one after move things with the whole device.
   */
  readonly staged: boolean;
}

/** What a device allows. */
export type StripLimits = Pick<GPUSupportedLimits, 'maxComputeInvocationsPerWorkgroup' | 'maxComputeWorkgroupStorageSize'>;

/** Bytes of workgroup memory that are used at most, more would keep workgroups from sharing a processor. */
const WORKGROUP_BYTES = 16_384;
const SHORTEST_WORKGROUP = 32;
/** Beyond, more threads would not find registers on common devices. */
const LONGEST_WORKGROUP = 256;

/**
 * A size for lattices of N rows and M columns.
 *
 * As many threads as the strips' axis needs: a panel has `threads · strip` positions, and each further panel waits for the one before.
 */
export function chooseSize(
  structure: StripStructure,
  limits: StripLimits,
  rows: number,
  columns: number,
  staged: boolean = false,
): StripSize {
  const length = structure.strip === 'rows' ? rows : columns;
  const strip = Math.max(4, Math.min(LONGEST_STRIP, depthOf(structure)));
  let threads = SHORTEST_WORKGROUP;
  const most = Math.min(LONGEST_WORKGROUP, limits.maxComputeInvocationsPerWorkgroup);
  while (threads < most && threads * strip < length) threads *= 2;
  let block = 4;
  const bytes = Math.min(WORKGROUP_BYTES, limits.maxComputeWorkgroupStorageSize);
  while (exchangeBytes(structure, { threads, strip, block, staged }) > bytes) {
    if (block > 2 || threads <= SHORTEST_WORKGROUP) block /= 2;
    else threads /= 2;
  }
  return { threads, strip, block, staged };
}

/** How many numbers a strip hands to the next at each position of the sweep, on the way there and back. */
function exchangedNumbers(structure: StripStructure): { forward: number; backward: number } {
  const depth = depthOf(structure);
  const backward = isWeighted(structure) || structure.weights === 'mask' ? reaches(structure).reduce((sum, { p }) => sum + p, 0) : depth;
  return { forward: depth, backward };
}

/** Bytes of workgroup memory: two buffers, one is written while the other is read. */
export function exchangeBytes(structure: StripStructure, { threads, block }: StripSize): number {
  const { forward, backward } = exchangedNumbers(structure);
  return 2 * 8 * threads * block * Math.max(1, forward, backward);
}

/** Elements of an item's part of `scratch`, `staged` and `mean_weights`, for items of up to N rows and M columns. */
export function scratchLength(structure: StripStructure, size: StripSize, rows: number, columns: number): number {
  const [length, sweep] = structure.strip === 'rows' ? [rows, columns] : [columns, rows];
  const panel = size.threads * size.strip;
  return Math.ceil(length / panel) * panel * Math.ceil(sweep / size.block) * size.block;
}

/** Elements of an item's part of `carry`. */
export function carryLength(structure: StripStructure, size: StripSize, rows: number, columns: number): number {
  const sweep = structure.strip === 'rows' ? columns : rows;
  const { forward, backward } = exchangedNumbers(structure);
  return 2 * Math.ceil(sweep / size.block) * size.block * Math.max(1, forward, backward);
}
