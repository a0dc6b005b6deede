import type { WarpInput } from './warp-input.ts';

/**
 * The best warp on one grid by a loop over all m·M² edges, as papers print it: squared loss and penalty, monotone warps from end to end.
 * The grid is even, with the diagonal in the place of its nearest neighbours, as Rubato's first one is.
 *
 * @returns the objective
 */
export function plainWarp({ x, y }: WarpInput, lambda: number, size: number): number {
  const m = y.length;
  let costs = new Float64Array(size).fill(Infinity);
  let next = new Float64Array(size);
  let from = gridOf(0, m, size);
  costs[0] = nodeCost(x, y, 0, 0);
  for (let i = 1; i < m; i++) {
    const to = gridOf(i, m, size);
    const weight = lambda / (m - 1);
    for (let k = 0; k < size; k++) {
      let best = Infinity;
      for (let j = 0; j < size; j++) {
        const delta = to[k] - from[j];
        if (delta < 0) continue;
        const deviation = delta * (m - 1) - 1;
        const cost = costs[j] + weight * deviation * deviation;
        if (cost < best) best = cost;
      }
      next[k] = best + nodeCost(x, y, i, to[k]);
    }
    [costs, next] = [next, costs];
    from = to;
  }
  return costs[size - 1];
}

function gridOf(knot: number, m: number, size: number): Float64Array {
  const grid = Float64Array.from({ length: size }, (_, k) => k / (size - 1));
  const diagonal = knot / (m - 1);
  grid[Math.round(diagonal * (size - 1))] = diagonal;
  return grid;
}

function nodeCost(x: WarpInput['x'], y: WarpInput['y'], knot: number, value: number): number {
  const place = value * (x.length - 1);
  const segment = Math.min(x.length - 2, Math.floor(place));
  const weight = (knot === 0 || knot === y.length - 1 ? 0.5 : 1) / (y.length - 1);
  let sum = 0;
  for (let c = 0; c < y[knot].length; c++) {
    const a = x[segment][c];
    sum += (a + (place - segment) * (x[segment + 1][c] - a) - y[knot][c]) ** 2;
  }
  return weight * sum;
}
