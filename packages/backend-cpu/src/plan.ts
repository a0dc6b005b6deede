import type { AlignmentProblem, LatticeLayout, MemoryEstimate, SolveRequest } from '@rubato/core';
import { inputBytes, needsBackward, outputBytes } from '@rubato/core';
import type { Structure } from './structure.ts';
import { ItemRows } from './sweep/item-rows.ts';
import { StepCosts } from './sweep/step-costs.ts';

/** Rows that a pass keeps when it never comes back: enough that copying the rows before a block costs little. */
const PASSING_ROWS = 32;

/** How the forward and backward passes keep accumulated costs: in blocks of `height` rows. */
export interface PassPlan {
  readonly height: number;
  readonly storeSize: number;
  /** Numbers in the checkpoints of the largest item; 0 where one block holds all rows or no pass comes back. */
  readonly checkpointSize: number;
  /** Numbers in the rows that a pass that never comes back carries from block to block. */
  readonly passingSize: number;
}

/** How the best path keeps its bytes. */
export interface PathPlan {
  readonly storeHeight: number;
  readonly storeSize: number;
  readonly passingSize: number;
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

/** Whether one sweep of the best path answers everything: hardmin's value, and its path if asked. */
function pathIsEnough(problem: AlignmentProblem, request: SolveRequest): boolean {
  return problem.minimum === 'hardmin' && !needsBackward(request) && request.accumulatedCost !== true;
}

/** Chooses the plan: everything kept if it fits in `maxBytes`, else the least memory, with the same answer. */
export function makePlan(
  problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout, structure: Structure, maxBytes: number,
): Plan {
  const backward = needsBackward(request);
  const rows = new ItemRows(problem, layout, structure);
  const measure = new Measure(problem, rows);
  const rings = request.hessianProduct === undefined ? 1 : 2;
  const fixed =
    StepCosts.bytes(problem, problem.columns, !structure.unitWeights) +
    8 * problem.columns * 2 + 8 * (problem.rows + 1) * 2 + 16 * problem.batch * problem.rows +
    (backward ? 8 * (rings * (problem.columns + structure.pad) * (structure.reach + 1) + problem.columns * (structure.count + 2)) : 0);
  const output = outputBytes(problem, request);
  const pathOnly = pathIsEnough(problem, request);
  const wantsPath = pathOnly || request.path === true;

  const passOf = (height: number): PassPlan => measure.pass(backward ? height : Math.min(PASSING_ROWS, problem.rows), backward);
  const passBytes = (pass: PassPlan): number =>
    8 * (pass.storeSize + pass.checkpointSize + pass.passingSize) * (request.hessianProduct === undefined ? 1 : 2);
  const pathOf = (height: number): PathPlan => measure.path(height);
  const pathBytes = (path: PathPlan): number => 8 * (path.storeSize + path.passingSize + path.checkpointSize) + path.pointerBytes;

  let pass = pathOnly ? undefined : passOf(problem.rows);
  let path = wantsPath ? pathOf(problem.rows) : undefined;
  let room = maxBytes - output - fixed - (pass === undefined ? 0 : passBytes(pass)) - (path === undefined ? 0 : pathBytes(path));
  if (room < 0 && pass !== undefined) {
    room += passBytes(pass);
    pass = smallest(problem.rows, passOf, passBytes);
    room -= passBytes(pass);
  }
  if (room < 0 && path !== undefined) path = smallest(problem.rows, pathOf, pathBytes);
  const scratch = fixed + (pass === undefined ? 0 : passBytes(pass)) + (path === undefined ? 0 : pathBytes(path));
  const whole = (pass?.checkpointSize ?? 0) === 0 && (path?.checkpointSize ?? 0) === 0;
  return {
    pass, path,
    memory: { input: inputBytes(problem), output, scratch, total: output + scratch, plan: whole ? 'full' : 'checkpointed' },
  };
}

/** The plan of least memory among blocks of all rows, half of them, a quarter, … one. */
function smallest<T>(rows: number, planOf: (height: number) => T, bytes: (plan: T) => number): T {
  let least = planOf(rows);
  for (let height = rows; height > 1; ) {
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

  pass(height: number, keep: boolean): PassPlan {
    return {
      height,
      storeSize: this.most((rows) => rows.outside + rows.windowSize(height)),
      checkpointSize: keep ? this.most((rows) => rows.checkpointSize(height)) : 0,
      passingSize: keep ? 0 : this.most((rows) => rows.windowSize(0)),
    };
  }

  path(pointerHeight: number): PathPlan {
    const storeHeight = Math.min(PASSING_ROWS, pointerHeight);
    return {
      storeHeight,
      storeSize: this.most((rows) => rows.outside + rows.windowSize(storeHeight)),
      passingSize: this.most((rows) => rows.windowSize(0)),
      pointerHeight,
      pointerBytes: this.most((rows) => rows.mostCells(pointerHeight)),
      checkpointSize: this.most((rows) => rows.checkpointSize(pointerHeight)),
    };
  }
}
