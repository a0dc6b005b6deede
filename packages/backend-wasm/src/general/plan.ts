import type { AlignmentProblem, LatticeLayout, SolveRequest } from '@rubato/core';
import { BoundaryIndex, mostCandidates, needsBackward } from '@rubato/core';
import type { EnginePlan } from '../engine.ts';
import { Codes, STRIP_ROWS } from './codes.ts';
import { ItemRows } from './item-rows.ts';
import type { Memory } from './memory.ts';
import { Tally } from './memory.ts';
import { PathDerivatives } from './path-derivatives.ts';
import type { PathPlace, PathPlan } from './path-solver.ts';
import { placePath } from './path-solver.ts';
import type { SoftPlace, SoftPlan } from './soft-solver.ts';
import { placeSoft } from './soft-solver.ts';
import type { Structure } from './structure.ts';
import type { SweepPlace } from './sweep.ts';
import { placeSweep } from './sweep.ts';

/** Rows that a pass keeps when it never comes back: enough that copying the rows before a block costs little. */
const PASSING_ROWS = 4 * STRIP_ROWS;

/** What a solve answers: everything, by the passes of softmin or by one search of hardmin's path; or paths alone. */
export type Task = 'softmin' | 'hardmin' | 'onlyPaths';

/** What a solve is made of. */
interface Parts {
  /** Softmin's passes; absent for hardmin. */
  readonly soft: SoftPlan | undefined;
  /** The best path; absent where nobody asks for it. */
  readonly path: PathPlan | undefined;
  /** Whether kernels compute the costs from features. */
  readonly features: boolean;
}

/** What a solve takes, and how. */
export interface GeneralPlan extends EnginePlan, Parts {
  /** Bytes of arrays outside of the kernels' memory. */
  readonly scratch: number;
  /** How often the sweeps visit each cell. */
  readonly visits: number;
}

/** Where a solve's arrays stand. */
export interface GeneralPlace {
  readonly sweep: SweepPlace;
  readonly soft: SoftPlace | undefined;
  readonly path: PathPlace | undefined;
}

/** Takes room for all of a solve. */
export function placeAll(
  memory: Memory,
  problem: AlignmentProblem,
  request: SolveRequest,
  structure: Structure,
  { soft, path, features }: Parts,
): GeneralPlace {
  const extended = soft !== undefined;
  return {
    sweep: placeSweep(memory, problem, structure, { extended, backward: extended && needsBackward(request) }, features),
    soft: extended ? placeSoft(memory, problem, request, structure, soft) : undefined,
    path: path === undefined ? undefined : placePath(memory, problem, structure, path),
  };
}

/**
 * Chooses the plan: everything kept if it fits in `room` bytes, else the least memory, with the same answer.
 *
 * @param hasFeatureKernel whether kernels can compute the costs from features
 */
export function makePlan(
  problem: AlignmentProblem,
  request: SolveRequest,
  layout: LatticeLayout,
  structure: Structure,
  task: Task,
  hasFeatureKernel: boolean,
  room: number,
): GeneralPlan {
  const { rows } = problem;
  const measure = new Measure(problem, request, structure, layout, task === 'hardmin');
  const wantsPath = task !== 'softmin' || request.path === true;
  let parts: Parts = {
    soft: task === 'softmin' ? measure.soft(rows) : undefined,
    path: wantsPath ? measure.path(rows) : undefined,
    features: hasFeatureKernel,
  };
  const reduce = (change: (height: number) => Partial<Parts>): void => {
    if (measure.bytes(parts) > room) parts = smallest(rows, parts, change, (candidate) => measure.bytes(candidate));
  };
  if (parts.soft !== undefined) reduce((height) => ({ soft: measure.soft(height) }));
  if (parts.path !== undefined) reduce((height) => ({ path: measure.path(height) }));
  // Without room for features the host computes costs.
  if (measure.bytes(parts) > room) parts = { ...parts, features: false };
  const { soft, path } = parts;
  const recomputed = [soft, path].filter((part) => part !== undefined && part.checkpointSize > 0).length;
  return {
    ...parts,
    bytes: measure.kernelBytes(parts),
    scratch: measure.scratch(parts),
    plan: recomputed > 0 ? 'checkpointed' : 'full',
    visits: recomputed + (soft === undefined ? 0 : needsBackward(request) ? 2 : 1) + (path === undefined ? 0 : 1),
  };
}

/** The least of what blocks of all rows, half of them, a quarter, … one make of the parts. */
function smallest(rows: number, parts: Parts, change: (height: number) => Partial<Parts>, bytes: (parts: Parts) => number): Parts {
  let least = parts;
  for (let height = rows; height > 1;) {
    height = Math.ceil(height / 2);
    const candidate = { ...parts, ...change(height) };
    if (bytes(candidate) < bytes(least)) least = candidate;
  }
  return least;
}

/** Sizes of plans: the most that any item needs. */
class Measure {
  private readonly problem: AlignmentProblem;
  private readonly request: SolveRequest;
  private readonly structure: Structure;
  private readonly rows: ItemRows;
  private readonly codes: Codes;
  private readonly isHardmin: boolean;

  constructor(problem: AlignmentProblem, request: SolveRequest, structure: Structure, layout: LatticeLayout, isHardmin: boolean) {
    this.problem = problem;
    this.request = request;
    this.structure = structure;
    this.rows = new ItemRows(problem, layout, structure);
    this.codes = new Codes(this.rows, structure.count, problem.rows);
    this.isHardmin = isHardmin;
  }

  private most(size: () => number): number {
    let most = 0;
    for (let b = 0; b < this.problem.batch; b++) {
      this.rows.open(b);
      this.codes.open();
      most = Math.max(most, size());
    }
    return most;
  }

  /** Blocks of `height` rows where a backward pass comes back to them, else a few rows. */
  soft(height: number): SoftPlan {
    const { rows, problem } = this;
    const comesBack = needsBackward(this.request);
    const kept = comesBack ? height : Math.min(PASSING_ROWS, problem.rows);
    return {
      height: kept,
      blocks: Math.ceil(problem.rows / kept),
      storeSize: this.most(() => rows.outside + rows.windowSize(kept)),
      checkpointSize: comesBack ? this.most(() => rows.checkpointSize(kept)) : 0,
    };
  }

  /** Blocks of `height` rows, or a few more, where the path is traced; else no codes are kept at all. */
  path(height: number): PathPlan {
    const { rows, codes, problem, request } = this;
    const traces = request.path === true || (this.isHardmin && needsBackward(request));
    const codeHeight = traces ? Math.min(problem.rows, codes.height * Math.ceil(height / codes.height)) : problem.rows;
    const storeHeight = Math.min(PASSING_ROWS, codeHeight);
    return {
      isHardmin: this.isHardmin,
      traces,
      storeHeight,
      storeSize: this.most(() => rows.outside + rows.windowSize(storeHeight)),
      codeHeight,
      blocks: Math.ceil(problem.rows / codeHeight),
      codeBytes: traces ? this.most(() => codes.mostBytes(codeHeight)) : 0,
      checkpointSize: this.most(() => rows.checkpointSize(codeHeight)),
    };
  }

  /** Bytes in all. */
  bytes(parts: Parts): number {
    return this.kernelBytes(parts) + this.scratch(parts);
  }

  /** Bytes of the kernels' memory. */
  kernelBytes(parts: Parts): number {
    const tally = new Tally();
    placeAll(tally, this.problem, this.request, this.structure, parts);
    return tally.bytes;
  }

  /** Bytes of arrays outside of it: where rows, candidates, blocks and codes begin, end candidates, the path. */
  scratch({ soft, path }: Parts): number {
    const { problem, structure, isHardmin } = this;
    const { rows, columns, start, end, rowLengths, columnLengths } = problem;
    const [starts, ends] = [start, end].map((boundary) => mostCandidates(boundary, rowLengths, columnLengths));
    let bytes = 2 * 8 * (rows + 1) + BoundaryIndex.bytes(start, rows, starts) + BoundaryIndex.bytes(end, rows, ends);
    // Where the codes begin, here and in the search.
    bytes += Codes.scratch(structure.count, rows);
    if (soft !== undefined) bytes += 2 * 8 * ends + (soft.checkpointSize === 0 ? 0 : 8 * soft.blocks);
    if (path === undefined) return bytes;
    bytes += Codes.scratch(structure.count, rows) + (path.checkpointSize === 0 ? 0 : 8 * path.blocks);
    if (path.traces) bytes += 8 * (rows + columns);
    if (isHardmin && needsBackward(this.request)) bytes += PathDerivatives.scratch(columns);
    return bytes;
  }
}
