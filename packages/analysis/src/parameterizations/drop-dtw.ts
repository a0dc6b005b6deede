import type { DenseCost, LatticeArray, ProblemInput } from '@rubato/core';
import { toDense } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import { checkList, checkNumber, checkOptions, isList, refuse } from '../check.ts';
import { readBatch, readLengths } from '../read-batch.ts';

export interface DropDtwOptions {
  /** What dropping each clip costs: one number, or [B, N]. */
  readonly dropCost: number | FloatArray;
  /** How many clips each item has, default N. */
  readonly clipLengths?: ArrayLike<number>;
  /** How many labels each item has, default K. */
  readonly labelLengths?: ArrayLike<number>;
  /** Whether a clip matches one label at most. Default false, as in the paper's Algorithm 1. */
  readonly exclusive?: boolean;
  /** Whether the clips of a label follow each other without a dropped one between them. Default false, as in Algorithm 1. */
  readonly contiguous?: boolean;
  /** Default `hardmin`, as published; `softmin` and others make it differentiable everywhere. */
  readonly minimum?: string;
  /** γ > 0, in units of the cost. Default 1. */
  readonly temperature?: number;
}

/** Drop-DTW as a problem of dDTW, and the way back. */
export interface DropDtw {
  /** For `normaliseProblem`. */
  readonly input: ProblemInput;
  /** The gradient by match costs [B, N, K] and drop costs [B, N], from the gradient by the problem's costs. */
  readonly splitGradient: (gradient: LatticeArray) => { readonly matchCost: Float64Array; readonly dropCost: Float64Array };
  /** The label of each clip on a path of the problem, -1 where the clip is dropped; the first one where a clip has several. */
  readonly labelsOfClips: (path: Int32Array) => Int32Array;
}

/** Steps between (clip, label, matched or dropped), two rows a clip: 2n where it is matched, 2n + 1 where it is dropped. */
const STEPS = [
  [1, 1], // Matched to the next label, after a dropped clip.
  [2, 1], // The same after a matched clip.
  [2, 0], // Matched to the same label after a matched clip; dropped after a dropped clip.
  [1, 0], // Matched to the same label after dropped clips.
  [0, 1], // The same clip matched to the next label too.
  [3, 0], // Dropped after a matched clip.
] as const;

/**
 * Drop-DTW: each of K labels, in order, is matched to one or more of N clips; clips in between may be dropped at a cost.
 *
 * `D⁺(n,k) = C(n,k) + μ{D(n-1,k-1), D(n-1,k), D⁺(n,k-1)}`, `D⁻(n,k) = d(n) + D(n-1,k)`, `D = μ{D⁺, D⁻}`, value `D(N,K)`: Algorithm 1. Here
 * it is a lattice of two rows a clip (matched, dropped) and a column for each label behind one for "none yet", with costs C and d and
 * steps that are open into one kind of row only; so any backend solves it, with any minimum. There is no dropping of labels.
 * Source: Dvornik et al., "Drop-DTW: aligning common signal between sequences while dropping outliers", NeurIPS 2021, Algorithm 1.
 *
 * @param matchCost `{ data, shape }`, [B, N, K] or [N, K]
 * @throws InvalidArgumentError for a wrong option or shape; bad numbers are found by `normaliseProblem`, in `cost.data`
 *
 * @example
 * ```ts
 * import { dropDtw } from '@rubato/analysis';
 * import { normaliseProblem, openReference } from '@rubato/core';
 * // Four clips, two labels; the third clip is like neither.
 * const matchCost = { data: Float64Array.of(0, 9, 0, 9, 9, 9, 9, 0), shape: [4, 2] } as const;
 * const { input, labelsOfClips } = dropDtw(matchCost, { dropCost: 1 });
 * const { values, paths } = openReference().solveSync(normaliseProblem(input), { path: true });
 * values[0]; // → 1
 * Array.from(labelsOfClips(paths![0])); // → [0, 0, -1, 1]
 * ```
 */
export function dropDtw(
  matchCost: { readonly data: FloatArray; readonly shape: readonly [number, number] | readonly [number, number, number] },
  options: DropDtwOptions,
): DropDtw {
  checkOptions(options, ['dropCost', 'clipLengths', 'labelLengths', 'exclusive', 'contiguous', 'minimum', 'temperature']);
  const { exclusive = false, contiguous = false, minimum = 'hardmin', temperature = 1 } = options;
  for (const [name, value] of Object.entries({ exclusive, contiguous })) {
    if (typeof value !== 'boolean') refuse(`options.${name}`, value, 'true or false');
  }
  const [batch, clips, labels] = readBatch('matchCost', matchCost, ['clips', 'labels']);
  const clipLengths = readLengths('options.clipLengths', options.clipLengths, batch, clips);
  const labelLengths = readLengths('options.labelLengths', options.labelLengths, batch, labels);
  const dropCost = readDropCost(options.dropCost, batch * clips);
  const [rows, columns] = [2 * clips, labels + 1];
  const narrow = matchCost.data instanceof Float32Array && (typeof options.dropCost === 'number' || dropCost instanceof Float32Array);
  const data = (narrow ? new Float32Array(batch * rows * columns) : new Float64Array(batch * rows * columns)).fill(Infinity);
  for (let clip = 0; clip < batch * clips; clip++) {
    for (let k = 0; k < labels; k++) data[2 * clip * columns + k + 1] = matchCost.data[clip * labels + k];
    data.fill(dropCost[clip], (2 * clip + 1) * columns, (2 * clip + 2) * columns);
  }
  const weights = new Float64Array(rows * STEPS.length).fill(Infinity);
  for (let n = 0; n < clips; n++) {
    weights.set([1, 1, 1, contiguous ? Infinity : 1, exclusive ? Infinity : 1, Infinity], 2 * n * STEPS.length);
    weights.set([Infinity, Infinity, 1, Infinity, Infinity, 1], (2 * n + 1) * STEPS.length);
  }
  const cost: DenseCost = { kind: 'dense', data, shape: [batch, rows, columns] };
  const input: ProblemInput = {
    cost,
    rowLengths: clipLengths.map((length) => 2 * length),
    columnLengths: labelLengths.map((length) => (length === 0 ? 0 : length + 1)),
    steps: STEPS,
    stepWeights: { data: weights, shape: [1, rows, 1, STEPS.length] },
    start: [
      [0, 1],
      [1, 0],
    ],
    end: [
      [-2, -1],
      [-1, -1],
    ],
    minimum,
    temperature,
  };
  return {
    input,
    splitGradient(gradient) {
      checkGradient(gradient, [batch, rows, columns]);
      const full = toDense(gradient);
      const byMatch = new Float64Array(batch * clips * labels);
      const byDrop = new Float64Array(batch * clips);
      for (let clip = 0; clip < batch * clips; clip++) {
        const top = 2 * clip * columns;
        for (let k = 0; k < labels; k++) byMatch[clip * labels + k] = full[top + k + 1];
        for (let k = 0; k < columns; k++) byDrop[clip] += full[top + columns + k];
      }
      return { matchCost: byMatch, dropCost: byDrop };
    },
    labelsOfClips(path) {
      if (!(path instanceof Int32Array) || path.length % 2 !== 0) refuse('path', path, 'a path of this problem');
      const found = new Int32Array(path.length === 0 ? 0 : (path[path.length - 2] >> 1) + 1).fill(-1);
      for (let i = path.length - 2; i >= 0; i -= 2) if (path[i] % 2 === 0) found[path[i] >> 1] = path[i + 1] - 1;
      return found;
    },
  };
}

function readDropCost(dropCost: number | FloatArray, size: number): FloatArray {
  if (typeof dropCost === 'number') {
    if (dropCost !== Infinity) checkNumber('options.dropCost', dropCost, -1e140, 1e140);
    return new Float64Array(size).fill(dropCost);
  }
  if (!(dropCost instanceof Float64Array || dropCost instanceof Float32Array))
    refuse('options.dropCost', dropCost, 'a number, or a Float32Array or Float64Array');
  checkList('options.dropCost', dropCost, size);
  return dropCost;
}

/** Refuses what is no gradient on the cells of a problem of this shape. */
function checkGradient(gradient: LatticeArray, shape: readonly [number, number, number]): void {
  const { data, shape: found, band } = gradient ?? {};
  const form = isList(found) && found.length === 3 && shape.every((side, axis) => side === found[axis]);
  const numbers = data instanceof Float64Array || data instanceof Float32Array;
  const packed =
    band !== undefined && [band?.first, band?.last, band?.offset].every((list) => isList(list) && list.length === shape[0] * shape[1]);
  const whole = band === undefined && numbers && data.length === shape[0] * shape[1] * shape[2];
  if (!form || !numbers || !(packed || whole)) refuse('gradient', gradient, 'the gradient of this problem');
}
