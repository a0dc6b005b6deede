import type { AlignmentProblem, AlignmentSolution, LatticeArray, SolveRequest } from '@rubato/core';
import { createCostReader, toDense } from '@rubato/core';
import {
  drawAccumulatedCost,
  drawCostMatrix,
  drawSoftAlignment,
  drawStepFlow,
  type Matrix,
  type MatrixPicture,
  type PictureOptions,
} from '@rubato/plot';
import type { Environment } from '../environment.ts';
import { FailureError, UsageError } from '../errors.ts';
import { readPath } from '../evaluating/alignment-files.ts';
import { loadArray } from '../files/load-array.ts';
import { toFloats } from '../files/load-features.ts';
import { loadProblem } from '../files/load-problem.ts';
import { formatBytes, plural } from '../formats/quantities.ts';
import { timedSolve } from '../solving/timed-solve.ts';
import { withBackend } from '../solving/with-backend.ts';
import { type Draw, drawing, type PictureRequest } from './picture-request.ts';

/** What a picture needs of a problem's solution, where it draws numbers from it. */
interface LatticeKind {
  readonly request: SolveRequest;
  readonly draw: (matrix: Matrix, picture: Omit<MatrixPicture, 'matrix'>, request: PictureRequest) => string;
  /** Which numbers; absent for the problem's own costs. */
  readonly of?: (solution: AlignmentSolution) => LatticeArray;
}

const soft = (matrix: Matrix, picture: Omit<MatrixPicture, 'matrix'>, { blankColumns }: PictureRequest): string =>
  drawSoftAlignment({ ...picture, matrix, ...(blankColumns === true ? { blankColumns: (column: number) => column % 2 === 0 } : {}) });

type LatticeKindName = 'cost' | 'path' | 'accumulated' | 'alignment';

const KINDS: Readonly<Record<LatticeKindName, LatticeKind>> = {
  cost: { request: {}, draw: (matrix, picture) => drawCostMatrix({ ...picture, matrix }) },
  path: { request: { path: true }, draw: (matrix, picture) => drawCostMatrix({ ...picture, matrix }) },
  accumulated: {
    request: { accumulatedCost: true },
    draw: (matrix, picture) => drawAccumulatedCost({ ...picture, matrix }),
    of: ({ accumulatedCost }) => accumulatedCost!,
  },
  alignment: { request: { softAlignment: true }, draw: soft, of: ({ softAlignment }) => softAlignment! },
};

/** Costs, accumulated costs, soft alignments, of a problem file, which is solved, or of an array [rows, columns]. */
export function latticePicture(kind: LatticeKindName): Draw {
  const { request, draw, of } = KINDS[kind];
  return async (picture, environment) => {
    const problem = await loadProblem(picture.file, picture, environment);
    if (problem === undefined) {
      if (kind === 'path' && picture.path === undefined) {
        throw new UsageError(`${picture.file} is no problem file; give the path of this matrix with --path FILE`);
      }
      const matrix = await matrixOf(picture, environment);
      const shown = await optionsOf(picture, environment);
      return drawing(picture.file, () => draw(matrix, shown, picture));
    }
    const b = itemOf(problem, picture);
    const given = await optionsOf(picture, environment);
    const solution = Object.keys(request).length === 0 ? undefined : await solved(problem, request, b, picture, environment);
    const matrix = of === undefined ? costsOf(problem, b, picture) : cut(toDense(of(solution!)), problem, b, 1, picture);
    const path = given.path ?? solution?.paths?.[b];
    return drawing(picture.file, () => draw(matrix, { ...given, ...(path === undefined ? {} : { path }) }, picture));
  };
}

/** Which step of a problem carries how much mass into each cell. */
export const flowPicture: Draw = async (picture, environment) => {
  const problem = await loadProblem(picture.file, picture, environment);
  if (problem === undefined)
    throw new UsageError(`${picture.file} is no problem file; --kind flow needs one, as align --problem writes it`);
  const b = itemOf(problem, picture);
  const { edgeMarginals } = await solved(problem, { edgeMarginals: true }, b, picture, environment);
  const { data, rows, columns } = cut(toDense(edgeMarginals!), problem, b, problem.steps.length, picture);
  const { path, ...shown } = await optionsOf(picture, environment);
  if (path !== undefined) throw new UsageError('--kind flow has no path; leave out --path');
  return drawing(picture.file, () => drawStepFlow({ ...shown, rows, columns, steps: problem.steps, mass: data }));
};

async function solved(
  problem: AlignmentProblem,
  request: SolveRequest,
  b: number,
  picture: PictureRequest,
  environment: Environment,
): Promise<AlignmentSolution> {
  const label = picture.json === true || picture.quiet === true ? undefined : 'plot';
  const { solution } = await withBackend(picture, (backend) => timedSolve(problem, backend, request, label, environment));
  const status = solution.status[b];
  if (status.kind !== 'solved') throw new FailureError(`${picture.file}: item ${b} has no path: ${status.reason}`);
  return solution;
}

function itemOf({ batch }: AlignmentProblem, { file, item }: PictureRequest): number {
  if (item !== undefined && item >= batch) throw new UsageError(`--item is ${item}; ${file} has ${plural(batch, 'item')}, counted from 0`);
  if (item === undefined && batch > 1) throw new UsageError(`${file} has ${plural(batch, 'item')}; choose one with --item 0`);
  return item ?? 0;
}

async function matrixOf({ file, maxBytes }: PictureRequest, environment: Environment): Promise<Matrix> {
  const array = await loadArray(file, environment, maxBytes);
  const { shape } = array;
  if (shape.length !== 2 || shape.includes(0)) {
    throw new UsageError(`${file} has the shape [${shape.join(', ')}]; a matrix is [rows, columns], no side 0`);
  }
  return { data: toFloats(array), rows: shape[0], columns: shape[1] };
}

/** What is allowed where no bound is given: 4 GiB, as for files. */
const DEFAULT_MAX_BYTES = 2 ** 32;

/** Room for a matrix, if the bound allows it. */
function numbers(count: number, { file, maxBytes = DEFAULT_MAX_BYTES }: PictureRequest): Float64Array<ArrayBuffer> {
  if (8 * count <= maxBytes) return new Float64Array(count);
  const allowed = `more than the ${formatBytes(maxBytes)} allowed`;
  throw new FailureError(`${file}: the matrix has ${formatBytes(8 * count)}, ${allowed}; align --out FILE.svg draws costs without one`);
}

/** The costs of an item; those outside a band are infinite. */
function costsOf(problem: AlignmentProblem, b: number, picture: PictureRequest): Matrix {
  const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
  const data = numbers(rows * columns, picture).fill(Infinity);
  const read = createCostReader(problem);
  for (let n = 0; n < rows; n++) {
    const first = problem.band?.first[b * problem.rows + n] ?? 0;
    const last = Math.min(columns - 1, problem.band?.last[b * problem.rows + n] ?? columns - 1);
    if (last >= first) read(b, n, first, last, data, n * columns + first);
  }
  return { data, rows, columns };
}

/** An item without its padding. */
function cut(dense: ArrayLike<number>, problem: AlignmentProblem, b: number, depth: number, picture: PictureRequest): Matrix {
  const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
  const data = numbers(rows * columns * depth, picture);
  for (let n = 0, i = 0; n < rows; n++) {
    const start = (b * problem.rows + n) * problem.columns * depth;
    for (let k = 0; k < columns * depth; k++) data[i++] = dense[start + k];
  }
  return { data, rows, columns };
}

async function optionsOf(
  { look, path, turned, rate, maxBytes }: PictureRequest,
  environment: Environment,
): Promise<PictureOptions & Omit<MatrixPicture, 'matrix'>> {
  return {
    ...look,
    ...(path === undefined ? {} : { path: await readPath(path, environment, maxBytes) }),
    ...(turned === true ? { turned } : {}),
    ...(rate === undefined ? {} : { rates: rate }),
  };
}
