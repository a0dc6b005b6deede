import { candidateAt, isThere, type StripProblem } from './strip-problem.ts';

export interface Solved {
  /** Infinity where there is no path. */
  readonly value: Float64Array;
  /** E and H, [B, N, M]. */
  readonly alignment: Float64Array;
  readonly gradient: Float64Array;
}

/** log(Σ exp(x)) of the first `count`. */
function logSum(x: Float64Array, count: number): number {
  let most = -Infinity;
  for (let k = 0; k < count; k++) most = Math.max(most, x[k]);
  if (most === -Infinity) return most;
  let sum = 0;
  for (let k = 0; k < count; k++) sum += Math.exp(x[k] - most);
  return most + Math.log(sum);
}

/** The textbook recursion in logarithms and float64: cells one by one, nothing clever. */
export function solveInLogarithms(problem: StripProblem): Solved {
  const { items, shape } = problem;
  const area = shape[0] * shape[1];
  const value = new Float64Array(items.length);
  const alignment = new Float64Array(items.length * area);
  const gradient = new Float64Array(items.length * area);
  items.forEach((_, b) => {
    value[b] = solveItem(problem, b, alignment.subarray(b * area, (b + 1) * area), gradient.subarray(b * area, (b + 1) * area));
  });
  return { value, alignment, gradient };
}

function solveItem(problem: StripProblem, b: number, alignment: Float64Array, gradient: Float64Array): number {
  const { structure, temperature, shape, items, cost } = problem;
  const { steps } = structure;
  const columns = shape[1];
  const [rows, width] = items[b];
  const at = (n: number, m: number): number => n * columns + m;
  const base = b * shape[0] * columns;
  const there = new Float64Array(alignment.length).fill(-Infinity);
  const back = new Float64Array(alignment.length).fill(-Infinity);
  const weight = (n: number, m: number, s: number): number => (structure.weights === 'unit' ? 1 : problem.weight!(b, n, m, s));
  const open = (n: number, m: number): boolean => isThere(problem, b, n, m) && cost[base + at(n, m)] !== Infinity;
  /** log K of a step into a cell, or of a start or end candidate. */
  const extra = (n: number, m: number, multiplier: number, penalty: number): number =>
    multiplier === Infinity || penalty === Infinity ? -Infinity : -(multiplier * cost[base + at(n, m)] + penalty) / temperature;
  const ends: number[] = [];
  const parts = new Float64Array(steps.length + 1);
  const mean = new Float64Array(alignment.length);
  for (let n = 0; n < rows; n++) {
    for (let m = 0; m < width; m++) {
      if (!open(n, m)) continue;
      steps.forEach(([i, j], s) => {
        parts[s] = open(n - i, m - j) ? there[at(n - i, m - j)] + extra(n, m, weight(n, m, s), 0) : -Infinity;
      });
      const start = candidateAt(problem, 'start', b, n, m);
      parts[steps.length] = start === undefined ? -Infinity : extra(n, m, start.multiplier, start.penalty);
      const sum = logSum(parts, steps.length + 1);
      there[at(n, m)] = sum;
      if (sum === -Infinity) continue;
      for (let s = 0; s <= steps.length; s++) {
        const w = s < steps.length ? weight(n, m, s) : (start?.multiplier ?? 0);
        if (w !== Infinity) mean[at(n, m)] += w * Math.exp(parts[s] - sum);
      }
      const end = candidateAt(problem, 'end', b, n, m);
      if (end !== undefined) ends.push(sum + extra(n, m, end.multiplier, end.penalty));
    }
  }
  const z = logSum(Float64Array.from(ends), ends.length);
  if (z === -Infinity) return Infinity;
  for (let n = rows - 1; n >= 0; n--) {
    for (let m = width - 1; m >= 0; m--) {
      if (!open(n, m)) continue;
      steps.forEach(([i, j], s) => {
        const to = at(n + i, m + j);
        parts[s] = open(n + i, m + j) ? back[to] + extra(n + i, m + j, weight(n + i, m + j, s), 0) : -Infinity;
      });
      const end = candidateAt(problem, 'end', b, n, m);
      parts[steps.length] = end === undefined ? -Infinity : extra(n, m, end.multiplier, end.penalty) - z;
      const sum = logSum(parts, steps.length + 1);
      const cell = at(n, m);
      back[cell] = sum;
      if (there[cell] === -Infinity) continue;
      alignment[cell] = Math.exp(there[cell] + sum);
      gradient[cell] = alignment[cell] * mean[cell];
      if (end !== undefined && end.multiplier !== Infinity) gradient[cell] += end.multiplier * Math.exp(there[cell] + parts[steps.length]);
    }
  }
  return -temperature * z;
}
