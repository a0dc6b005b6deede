import type { AlignmentProblem, LatticeLayout, MemoryEstimate, SolveRequest } from '@rubato/core';
import { BoundaryIndex, inputBytes, mostCandidates, needsBackward, outputBytes, writerBytes } from '@rubato/core';
import type { Structure } from './structure.ts';
import { Backward } from './sweep/backward.ts';
import { Checkpoints } from './sweep/checkpoints.ts';
import { Forward } from './sweep/forward.ts';
import { ItemRows } from './sweep/item-rows.ts';
import { RowStore } from './sweep/row-store.ts';
import { SharedBackward } from './sweep/shared-backward.ts';
import { Sweep } from './sweep/sweep.ts';

/** Rows that a pass keeps when it never comes back: enough that copying the rows before a block costs little. */
const PASSING_ROWS = 32;

/** How the forward and backward passes keep accumulated costs: in blocks of `height` rows. */
export interface PassPlan {
  readonly height: number;
  readonly storeSize: number;
  /** Numbers in the checkpoints of the largest item; 0 where one block holds all rows or no pass comes back. */
  readonly checkpointSize: number;
}

/** How the best path keeps its bytes. */
export interface PathPlan {
  /** Whether the path itself is asked for, and not its cost only. */
  readonly traces: boolean;
  readonly storeHeight: number;
  readonly storeSize: number;
  readonly pointerHeight: number;
  readonly pointerBytes: number;
  readonly checkpointSize: number;
}

/** What a solve will allocate, and how. */
export interface Plan {
  /** Absent where only hardmin's path and value are asked for. */
  readonly pass: PassPlan | undefined;
  readonly path: PathPlan | undefined;
  readonly memory: MemoryEstimate;
}

/**
 * Chooses the plan: everything kept if it fits in `maxBytes`, else the least memory, with the same answer.
 *
 * @param isHardmin whether the problem's minimum is hardmin itself: then one sweep of the best path answers for the value
 */
export function makePlan(
  problem: AlignmentProblem,
  request: SolveRequest,
  layout: LatticeLayout,
  structure: Structure,
  isHardmin: boolean,
  maxBytes: number,
): Plan {
  const backward = needsBackward(request);
  const needsPass = !isHardmin || backward || request.accumulatedCost === true;
  const measure = new Measure(problem, new ItemRows(problem, layout, structure));
  const copies = request.hessianProduct === undefined ? 1 : 2;

  const passOf = (height: number): PassPlan => measure.pass(height, backward);
  const passBytes = ({ height, storeSize, checkpointSize }: PassPlan): number =>
    copies *
    (RowStore.bytes(storeSize, structure.softKernels) +
      Checkpoints.bytes(checkpointSize, Math.ceil(problem.rows / height), structure.softKernels));
  const pathOf = (height: number): PathPlan => measure.path(height, request.path === true);
  const pathBytes = ({ storeSize, pointerBytes, pointerHeight, checkpointSize }: PathPlan): number =>
    8 * storeSize + pointerBytes + Checkpoints.bytes(checkpointSize, Math.ceil(problem.rows / pointerHeight));

  let pass = needsPass ? passOf(problem.rows) : undefined;
  let path = needsPass && request.path !== true ? undefined : pathOf(problem.rows);
  const output = outputBytes(problem, request, layout);
  const fixed = fixedBytes(problem, request, structure, pass !== undefined, path !== undefined);
  const scratchOf = (): number => fixed + (pass === undefined ? 0 : passBytes(pass)) + (path === undefined ? 0 : pathBytes(path));
  if (output + scratchOf() > maxBytes && pass !== undefined) pass = smallest(problem.rows, passOf, passBytes);
  if (output + scratchOf() > maxBytes && path !== undefined) path = smallest(problem.rows, pathOf, pathBytes);
  const scratch = scratchOf();
  const whole = (pass?.checkpointSize ?? 0) === 0 && (path?.checkpointSize ?? 0) === 0;
  return {
    pass,
    path,
    memory: { input: inputBytes(problem), output, scratch, total: output + scratch, plan: whole ? 'full' : 'checkpointed' },
  };
}

/** Bytes of scratch that are the same in every plan. */
function fixedBytes(problem: AlignmentProblem, request: SolveRequest, structure: Structure, hasPass: boolean, hasPath: boolean): number {
  const { rows, columns, start, end, rowLengths, columnLengths } = problem;
  const [starts, ends] = [start, end].map((boundary) => mostCandidates(boundary, rowLengths, columnLengths));
  const hasMoves = request.hessianProduct !== undefined;
  // Where each row begins, here and in the sweep; where its cells begin; room for the longest path.
  let bytes = 2 * 8 * (rows + 1);
  if (hasPath) bytes += 8 * (rows + 1) + (request.path === true ? 8 * (rows + columns) : 0);
  // Costs and weights of the end candidates and, for a Hessian product, how both move.
  if (hasPass) bytes += 8 * ends * (hasMoves ? 4 : 2) + 8 * Forward.rowLength({ problem, request, structure });
  if (hasPass && needsBackward(request)) {
    bytes += Backward.bytes(request, structure, columns);
    if (structure.shared !== undefined) bytes += SharedBackward.bytes(structure, columns);
  }
  return (
    bytes +
    Sweep.bytes(problem, structure) +
    writerBytes(problem, request) +
    BoundaryIndex.bytes(start, rows, starts) +
    BoundaryIndex.bytes(end, rows, ends)
  );
}

/** The plan of least memory among blocks of all rows, half of them, a quarter, … one. */
function smallest<T>(rows: number, planOf: (height: number) => T, bytes: (plan: T) => number): T {
  let least = planOf(rows);
  for (let height = rows; height > 1;) {
    height = Math.ceil(height / 2);
    const plan = planOf(height);
    if (bytes(plan) < bytes(least)) least = plan;
  }
  return least;
}

/** Sizes of plans: the most that any item needs. */
class Measure {
  private readonly problem: AlignmentProblem;
  private readonly rows: ItemRows;

  constructor(problem: AlignmentProblem, rows: ItemRows) {
    this.problem = problem;
    this.rows = rows;
  }

  private most(size: (rows: ItemRows) => number): number {
    let most = 0;
    for (let b = 0; b < this.problem.batch; b++) {
      this.rows.open(b);
      most = Math.max(most, size(this.rows));
    }
    return most;
  }

  /** Blocks of `height` rows where a backward pass comes back to them, else a few rows. */
  pass(height: number, comesBack: boolean): PassPlan {
    const kept = comesBack ? height : Math.min(PASSING_ROWS, this.problem.rows);
    return {
      height: kept,
      storeSize: this.most((rows) => rows.outside + rows.windowSize(kept)),
      checkpointSize: comesBack ? this.most((rows) => rows.checkpointSize(kept)) : 0,
    };
  }

  /** Bytes for blocks of `height` rows where the path is traced, else for as many rows as the store has. */
  path(height: number, traces: boolean): PathPlan {
    const pointerHeight = traces ? height : this.problem.rows;
    const storeHeight = Math.min(PASSING_ROWS, pointerHeight);
    return {
      traces,
      storeHeight,
      storeSize: this.most((rows) => rows.outside + rows.windowSize(storeHeight)),
      pointerHeight,
      pointerBytes: this.most((rows) => rows.mostCells(traces ? pointerHeight : storeHeight)),
      checkpointSize: this.most((rows) => rows.checkpointSize(pointerHeight)),
    };
  }
}
