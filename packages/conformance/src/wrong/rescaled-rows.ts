import type { AlignmentProblem, AlignmentSolution, BackendProvider } from '@rubato/core';
import { boundaryCost, boundaryValue, BoundaryIndex, densify, latticeLayout, stepCost, tableIndex } from '@rubato/core';
import { cellPosition, mistaken } from './wrap.ts';

/** Log of a sum of two numbers given by their logs' exponents would keep everything; this keeps one scale for each row instead. */
interface RescaledPass {
  readonly value: number;
  /** E and H, shape [rows, columns]. */
  readonly alignment: Float64Array;
  readonly gradient: Float64Array;
}

/**
 * Softmin as multiply-adds on P = exp(-D/γ), each row divided by its largest entry: what a fast kernel does that wants neither
 * logarithms nor an exponent for each cell. Neighbours in a row that differ by more than the floating-point range become 0; the value
 * mostly survives, and the gradient silently does not.
 */
function rescaledRows(problem: AlignmentProblem, b: number, seed: number): RescaledPass {
  const { steps, columns } = problem;
  const [height, width] = [problem.rowLengths[b], problem.columnLengths[b]];
  const gamma = problem.temperature[b];
  const layout = latticeLayout(problem);
  const { data } = densify(problem);
  // In float32 what lies below its range is 0.
  const store =
    problem.precision === 'float32'
      ? (value: number): number => (value < 1e-38 ? 0 : Math.fround(value))
      : (value: number): number => value;
  const cost = (n: number, m: number): number => data[(b * problem.rows + n) * columns + m];
  const inside = (n: number, m: number): boolean => m >= layout.first[b * problem.rows + n] && m <= layout.last[b * problem.rows + n];
  const P = Array.from({ length: height }, () => new Float64Array(columns));
  const Q = Array.from({ length: height }, () => new Float64Array(columns));
  const scaleP = new Float64Array(height);
  const scaleQ = new Float64Array(height);
  const [starts, ends] = [new BoundaryIndex(problem.start), new BoundaryIndex(problem.end)];
  starts.open(b, height, width);
  ends.open(b, height, width);
  const startOf = new Map(Array.from({ length: starts.count }, (_, k) => [starts.row(k) * columns + starts.column(k), k]));
  const endOf = new Map(Array.from({ length: ends.count }, (_, k) => [ends.row(k) * columns + ends.column(k), k]));

  /** Adds exp(terms) into a row on its own scale, the log of what the row is divided by. */
  const fill = (row: Float64Array, terms: (m: number) => readonly (readonly [log: number, factor: number])[]): number => {
    const all = Array.from({ length: width }, (_, m) => terms(m));
    let scale = -Infinity;
    for (const list of all) for (const [log, factor] of list) if (factor > 0) scale = Math.max(scale, log);
    if (scale === -Infinity) return 0;
    all.forEach((list, m) => (row[m] = store(list.reduce((sum, [log, factor]) => sum + factor * Math.exp(log - scale), 0))));
    const most = Math.max(...row);
    if (!(most > 0)) return scale;
    row.forEach((value, m) => (row[m] = store(value / most)));
    return scale + Math.log(most);
  };

  for (let n = 0; n < height; n++) {
    scaleP[n] = fill(P[n], (m) => {
      if (!inside(n, m)) return [];
      const terms: (readonly [number, number])[] = [];
      steps.forEach(([i, j], s) => {
        if (n >= i && m >= j && !(i === 0))
          terms.push([scaleP[n - i] - stepCost(problem, b, n, m, s, cost(n, m)) / gamma, P[n - i][m - j]]);
      });
      const k = startOf.get(n * columns + m);
      if (k !== undefined) terms.push([-boundaryCost(problem.start, b, k, cost(n, m)) / gamma, 1]);
      return terms;
    });
  }
  let [log, most] = [-Infinity, 0];
  const endLogs: number[] = [];
  for (let k = 0; k < ends.count; k++) {
    const [n, m] = [ends.row(k), ends.column(k)];
    endLogs[k] = P[n][m] > 0 ? scaleP[n] + Math.log(P[n][m]) - boundaryCost(problem.end, b, k, cost(n, m)) / gamma : -Infinity;
    log = Math.max(log, endLogs[k]);
  }
  if (log === -Infinity)
    return { value: Infinity, alignment: new Float64Array(height * columns), gradient: new Float64Array(height * columns) };
  for (const each of endLogs) most += Math.exp(each - log);
  const logZ = log + Math.log(most);

  const alignment = new Float64Array(height * columns);
  const gradient = new Float64Array(height * columns);
  for (let n = height - 1; n >= 0; n--) {
    scaleQ[n] = fill(Q[n], (m) => {
      if (!inside(n, m)) return [];
      const terms: (readonly [number, number])[] = [];
      steps.forEach(([i, j], s) => {
        if (n + i < height && m + j < width && i > 0 && inside(n + i, m + j)) {
          terms.push([scaleQ[n + i] - stepCost(problem, b, n + i, m + j, s, cost(n + i, m + j)) / gamma, Q[n + i][m + j]]);
        }
      });
      const k = endOf.get(n * columns + m);
      if (k !== undefined) terms.push([-boundaryCost(problem.end, b, k, cost(n, m)) / gamma - logZ, 1]);
      return terms;
    });
    for (let m = 0; m < width; m++) {
      const E = seed * P[n][m] * Q[n][m] * Math.exp(scaleP[n] + scaleQ[n]);
      // What left the range on the way is lost: 0, or a product with something infinite.
      if (P[n][m] === 0 || Q[n][m] === 0 || !Number.isFinite(E)) continue;
      alignment[n * columns + m] = E;
      // G: what arrives through each edge, times its weight, over what arrives at all.
      let G = 0;
      steps.forEach(([i, j], s) => {
        if (n < i || m < j || P[n - i][m - j] === 0) return;
        const share = P[n - i][m - j] * Math.exp(scaleP[n - i] - scaleP[n] - stepCost(problem, b, n, m, s, cost(n, m)) / gamma);
        if (share > 0) G += share * problem.stepWeights.data[tableIndex(problem.stepWeights, b, n, m, s)];
      });
      const k = startOf.get(n * columns + m);
      if (k !== undefined) {
        const share = Math.exp(-boundaryCost(problem.start, b, k, cost(n, m)) / gamma - scaleP[n]);
        if (share > 0) G += share * boundaryValue(problem.start.multiplier, b, k);
      }
      gradient[n * columns + m] = (E * G) / P[n][m];
    }
  }
  for (let k = 0; k < ends.count; k++) {
    const share = seed * Math.exp(endLogs[k] - logZ);
    if (share > 0) gradient[ends.row(k) * columns + ends.column(k)] += share * boundaryValue(problem.end.multiplier, b, k);
  }
  return { value: -gamma * logZ, alignment, gradient };
}

/** Takes softmin with steps that advance a row, and puts its E and H in place of the right ones; the value stays right. */
export const rowsRescaled: BackendProvider = mistaken('rows rescaled without exponents', {
  answer: (solution, problem, request): AlignmentSolution => {
    if (problem.minimum !== 'softmin' || problem.steps.some(([i]) => i === 0)) return solution;
    if (solution.gradient === undefined && solution.softAlignment === undefined) return solution;
    const gradient = solution.gradient && { ...solution.gradient, data: solution.gradient.data.slice().fill(0) };
    const softAlignment = solution.softAlignment && { ...solution.softAlignment, data: solution.softAlignment.data.slice().fill(0) };
    for (let b = 0; b < problem.batch; b++) {
      if (solution.values[b] === Infinity) continue;
      const pass = rescaledRows(problem, b, request.upstream?.[b] ?? 1);
      for (let n = 0; n < problem.rowLengths[b]; n++) {
        for (let m = 0; m < problem.columnLengths[b]; m++) {
          for (const [array, values] of [
            [gradient, pass.gradient],
            [softAlignment, pass.alignment],
          ] as const) {
            const position = array === undefined ? -1 : cellPosition(array, b, n, m);
            if (position >= 0) array!.data[position] = values[n * problem.columns + m];
          }
        }
      }
    }
    return { ...solution, ...(gradient === undefined ? {} : { gradient }), ...(softAlignment === undefined ? {} : { softAlignment }) };
  },
});
