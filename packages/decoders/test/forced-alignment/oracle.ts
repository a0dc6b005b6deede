import type { Parameterization, ProblemInput } from '@rubato/core';
import { enumeratePaths, latticeToDag, normaliseProblem } from '@rubato/core';
import type { Posteriors } from '@rubato/decoders';

/** A path of one item, cell by cell, and what it costs. */
export interface OraclePath {
  readonly cells: readonly (readonly [frame: number, column: number])[];
  readonly cost: number;
}

/** The problem that a forced alignment is about: probabilities and the class of each column, [batch, columns]. */
export function alignmentProblem(posteriors: Posteriors, parameterization: Parameterization, classes: Int32Array): ProblemInput {
  const [batch, frames, count] = posteriors.shape;
  const values = Float64Array.from(posteriors.data, (p) => -Math.log(p));
  return {
    ...parameterization,
    ...(posteriors.lengths === undefined ? {} : { rowLengths: posteriors.lengths }),
    cost: { kind: 'gathered', values, shape: [batch, frames, classes.length / batch], classes: count, index: classes },
  };
}

/** All paths of an item whose cost is finite, by the definition. */
export function allAlignments(input: ProblemInput, item: number): OraclePath[] {
  const lattice = latticeToDag(normaliseProblem(input), item);
  return Array.from(enumeratePaths(lattice.dag, lattice.costs), (edges) => ({
    cells: Array.from(edges)
      .filter((edge) => lattice.edges[edge].kind !== 'end')
      .map((edge) => [lattice.edges[edge].row, lattice.edges[edge].column] as const),
    cost: Array.from(edges).reduce((sum, edge) => sum + lattice.costs[edge], 0),
  }));
}

/** P(each path) = exp(-cost/γ)/Z. */
export function gibbs(paths: readonly OraclePath[], gamma: number): number[] {
  const least = Math.min(...paths.map(({ cost }) => cost));
  const weights = paths.map(({ cost }) => Math.exp(-(cost - least) / gamma));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** What happens to columns first … last, by counting paths: P(active), P(starts), P(ends) at each frame. */
export function countUnit(
  paths: readonly OraclePath[],
  probabilities: readonly number[],
  frames: number,
  first: number,
  last: number,
): { active: number[]; start: number[]; end: number[] } {
  const [active, start, end] = [0, 1, 2].map(() => Array.from({ length: frames }, () => 0));
  paths.forEach(({ cells }, i) => {
    const inside = cells.filter(([, m]) => m >= first && m <= last).map(([n]) => n);
    if (inside.length === 0) return;
    for (const n of new Set(inside)) active[n] += probabilities[i];
    start[inside[0]] += probabilities[i];
    end[inside.at(-1)!] += probabilities[i];
  });
  return { active, start, end };
}
