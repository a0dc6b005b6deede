import type { AlignmentSolution, Parameterization, SolveRequest } from '@rubato/core';
import { createRandom, normaliseProblem, openReference } from '@rubato/core';

/** A sequence of frames, `data[frame·dimension + feature]`. */
export interface Sequence {
  readonly data: Float64Array;
  readonly frames: number;
  readonly dimension: number;
}

/** Classes of a melody, the blank last. */
export const noteNames: readonly string[] = ['C', 'D', 'E', 'F', 'G', 'A', 'B', 'blank'];
export const BLANK = 7;
/** Each note with the frames it lasts. */
const MELODY = [
  [2, 9],
  [2, 7],
  [3, 8],
  [4, 12],
  [3, 6],
  [1, 7],
  [0, 15],
] as const;

export const labels: readonly number[] = MELODY.map(([note]) => note);

/** The notes' frames, [from, to). */
export const notes: readonly { readonly label: number; readonly from: number; readonly to: number }[] = MELODY.map(([label, length], l) => {
  const from = MELODY.slice(0, l).reduce((sum, [, before]) => sum + before, 0);
  return { label, from, to: from + length };
});

/** A curve in the plane, played at a changing pace. */
export function curve(frames: number, pace: (t: number) => number, noise: number, seed: number): Sequence {
  const random = createRandom(seed);
  const data = new Float64Array(frames * 2);
  for (let n = 0; n < frames; n++) {
    const t = pace(n / (frames - 1));
    data[2 * n] = Math.sin(9 * t) + 0.5 * Math.cos(23 * t) + noise * (random() - 0.5);
    data[2 * n + 1] = Math.cos(7 * t) + 0.4 * Math.sin(31 * t) + noise * (random() - 0.5);
  }
  return { data, frames, dimension: 2 };
}

/** Squared Euclidean costs, [rows, columns]. */
export function costs(x: Sequence, y: Sequence): Float64Array {
  return Float64Array.from({ length: x.frames * y.frames }, (_, cell) => {
    const [n, m] = [Math.floor(cell / y.frames), cell % y.frames];
    let sum = 0;
    for (let d = 0; d < x.dimension; d++) sum += (x.data[n * x.dimension + d] - y.data[m * x.dimension + d]) ** 2;
    return sum;
  });
}

/** Solves one item with the reference. */
export function solveCosts(
  cost: Float64Array,
  [rows, columns]: readonly [number, number],
  parameterization: Parameterization,
  request: SolveRequest,
): AlignmentSolution {
  const problem = normaliseProblem({ ...parameterization, cost: { kind: 'dense', data: cost, shape: [1, rows, columns] } });
  return openReference().solveSync(problem, request);
}

/** Posteriors as a network might have them: the note at its place, blanks in between, and some doubt. [frames, classes]. */
export function posteriors(): Sequence {
  const random = createRandom(3);
  const classes = noteNames.length;
  const frames = notes.at(-1)!.to;
  const data = new Float64Array(frames * classes);
  for (const { label, from, to } of notes) {
    for (let n = from; n < to; n++) {
      const inside = (n - from + 0.5) / (to - from);
      const sure = Math.exp(-(((inside - 0.35) / 0.3) ** 2));
      const scores = Array.from({ length: classes }, () => 0.04 + 0.1 * random());
      scores[label] += 1.6 * sure;
      scores[BLANK] += 0.9 * (1 - sure);
      const sum = scores.reduce((total, score) => total + score, 0);
      scores.forEach((score, k) => (data[n * classes + k] = score / sum));
    }
  }
  return { data, frames, dimension: classes };
}

/** Four bumps, one after the other. */
export function bumps(t: number): number {
  const centres = [0.12, 0.35, 0.6, 0.85];
  return centres.reduce((sum, centre, k) => sum + (k % 2 === 0 ? 1 : 0.6) * Math.exp(-(((t - centre) / 0.05) ** 2)), 0);
}

/** The pace of a player who hurries, then waits: from [0, 1] to [0, 1]. */
export function rubato(t: number): number {
  return t + 0.09 * Math.sin(2 * Math.PI * t) - 0.03 * Math.sin(6 * Math.PI * t);
}
