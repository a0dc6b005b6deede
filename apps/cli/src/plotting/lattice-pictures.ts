import type { AlignmentProblem, AlignmentSolution, LatticeArray, SolveRequest } from '@rubato/core';
import { createCostReader } from '@rubato/core';
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
import { checkBytes, DEFAULT_MAX_BYTES } from '../files/check-bytes.ts';
import { loadArray } from '../files/load-array.ts';
import { toFloats } from '../files/load-features.ts';
import { loadProblem } from '../files/load-problem.ts';
import { plural } from '../formats/quantities.ts';
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
    const { file } = picture;
    const drawn = (matrix: Matrix, shown: Omit<MatrixPicture, 'matrix'>): Promise<string> =>
      drawing(file, { path: picture.path }, environment, () => draw(matrix, shown, picture));
    const problem = await loadProblem(file, picture, environment);
    if (problem === undefined) {
      checkOfProblems(picture);
      if (kind === 'path' && picture.path === undefined) {
        throw new UsageError(`${file} is no problem file; give the path of this matrix with --path FILE`);
      }
      return drawn(await matrixOf(picture, environment), await optionsOf(picture, environment));
    }
    const b = itemOf(problem, picture);
    const given = await optionsOf(picture, environment);
    const bytes = of === undefined || !standsAlone(problem) ? itemBytes(problem, b, 1) : 0;
    checkBytes(`drawing ${file} needs`, bytes, picture.maxBytes, ADVICE);
    const solution = Object.keys(request).length === 0 ? undefined : await solved(problem, request, b, bytes, picture, environment);
    const matrix = of === undefined ? costsOf(problem, b) : cut(of(solution!), problem, b);
    const path = given.path ?? solution?.paths?.[b];
    return drawn(matrix, { ...given, ...(path === undefined ? {} : { path }) });
  };
}

/** Which step of a problem carries how much mass into each cell. */
export const flowPicture: Draw = async (picture, environment) => {
  const { file } = picture;
  const problem = await loadProblem(file, picture, environment);
  if (problem === undefined) throw new UsageError(`${file} is no problem file; --kind flow needs one, as align --problem writes it`);
  const b = itemOf(problem, picture);
  const depth = problem.steps.length;
  // The picture takes the steps apart.
  const bytes = itemBytes(problem, b, depth) * (standsAlone(problem) ? 1 : 2);
  checkBytes(`drawing ${file} needs`, bytes, picture.maxBytes);
  const { edgeMarginals } = await solved(problem, { edgeMarginals: true }, b, bytes, picture, environment);
  const { data, rows, columns } = cut(edgeMarginals!, problem, b);
  const { path: _path, ...shown } = await optionsOf(picture, environment);
  return drawing(file, {}, environment, () => drawStepFlow({ ...shown, rows, columns, steps: problem.steps, mass: data }));
};

const ADVICE = 'draw costs with align --out FILE.svg, which holds no matrix';

/** What only a problem file has. */
const OF_PROBLEMS = ['--item', '--precision', '--backend'];

function checkOfProblems({ file, given }: PictureRequest): void {
  const stray = OF_PROBLEMS.find((option) => given.includes(option));
  if (stray !== undefined) throw new UsageError(`${file} is no problem file; leave out ${stray}`);
}

/**
 * Solves a problem, in the memory that the picture leaves.
 *
 * @param bytes what the picture takes beside the solution
 * @throws FailureError, before it solves, where both need more than is allowed
 */
async function solved(
  problem: AlignmentProblem,
  request: SolveRequest,
  b: number,
  bytes: number,
  picture: PictureRequest,
  environment: Environment,
): Promise<AlignmentSolution> {
  const { file, json, quiet, maxBytes } = picture;
  const label = json === true || quiet === true ? undefined : 'plot';
  // A backend has room for one number at least: what it says that it needs is told with the picture's part.
  const left = Math.max(1, (maxBytes ?? DEFAULT_MAX_BYTES) - bytes);
  const { solution } = await withBackend({ ...picture, ...(maxBytes === undefined ? {} : { maxBytes: left }) }, (backend) => {
    checkBytes(`drawing ${file} needs`, backend.estimate(problem, request).total + bytes, maxBytes);
    return timedSolve(problem, backend, request, label, environment);
  });
  const status = solution.status[b];
  if (status.kind !== 'solved') throw new FailureError(`${file}: item ${b} has no path: ${status.reason}`);
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
  const copied = array.data instanceof Float32Array || array.data instanceof Float64Array ? 0 : 8 * array.data.length;
  checkBytes(`drawing ${file} needs`, copied, maxBytes);
  return { data: toFloats(array), rows: shape[0], columns: shape[1] };
}

/** Whether a solution's arrays are those of the only item, as they stand. */
function standsAlone({ batch, rows, columns, rowLengths, columnLengths, band }: AlignmentProblem): boolean {
  return batch === 1 && band === undefined && rowLengths[0] === rows && columnLengths[0] === columns;
}

/** An item's own array, in numbers of 64 bits. */
function itemBytes({ rowLengths, columnLengths }: AlignmentProblem, b: number, depth: number): number {
  return Float64Array.BYTES_PER_ELEMENT * rowLengths[b] * columnLengths[b] * depth;
}

/** The costs of an item; those outside a band are infinite. */
function costsOf(problem: AlignmentProblem, b: number): Matrix {
  const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
  const data = new Float64Array(rows * columns).fill(Infinity);
  const read = createCostReader(problem);
  for (let n = 0; n < rows; n++) {
    const first = problem.band?.first[b * problem.rows + n] ?? 0;
    const last = Math.min(columns - 1, problem.band?.last[b * problem.rows + n] ?? columns - 1);
    if (last >= first) read(b, n, first, last, data, n * columns + first);
  }
  return { data, rows, columns };
}

/** An item without its padding, and with what lies outside its band; the solution's own numbers where they are just that. */
function cut({ data, depth, band, fill }: LatticeArray, problem: AlignmentProblem, b: number): Matrix {
  const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
  if (standsAlone(problem)) return { data, rows, columns };
  const own = new Float64Array(rows * columns * depth).fill(fill);
  for (let n = 0; n < rows; n++) {
    const row = b * problem.rows + n;
    const first = band?.first[row] ?? 0;
    const last = Math.min(columns - 1, band?.last[row] ?? columns - 1);
    const from = (band?.offset[row] ?? row * problem.columns) * depth;
    if (last >= first) own.set(data.subarray(from, from + (last - first + 1) * depth), (n * columns + first) * depth);
  }
  return { data: own, rows, columns };
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
