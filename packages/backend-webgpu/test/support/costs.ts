import type { RandomGenerator } from '@rubato/core';

/** A cost of cell (n, m); `before` is the cost drawn last. */
type CostShape = (random: RandomGenerator, n: number, m: number, before: number) => number;

/** Costs that are hard in different ways: ties, barriers, long plateaus, one way through. */
const costShapes: Readonly<Record<string, CostShape>> = {
  uniform: (random) => 50 * random(),
  ties: (random) => Math.floor(51 * random()),
  walls: (random, n, m) => ((n % 7 === 3 && m % 11 !== n % 11) || (m % 9 === 4 && n % 8 !== m % 8) ? 50 : random()),
  walks: (random, _n, _m, before) => Math.min(50, Math.max(0, before + 4 * random() - 2)),
  valley: (random, n, m) => Math.min(50, Math.abs(n - m) / 2) + random() / 10,
  negative: (random) => 20 * random() - 15,
};

/** A cost matrix [count] of one of these shapes; `columns` to a row. */
export function makeCosts(shape: string, random: RandomGenerator, count: number, columns: number): Float32Array<ArrayBuffer> {
  const cost = costShapes[shape];
  const data = new Float32Array(count);
  let before = 25;
  for (let i = 0; i < count; i++) {
    before = cost(random, Math.floor(i / columns), i % columns, before);
    data[i] = before;
  }
  return data;
}
