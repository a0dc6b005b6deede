import { feasibility, normaliseProblem, type ProblemInput } from '@rubato/core';

/** A problem in a few facts. */
export function describeProblem(input: ProblemInput): Readonly<Record<string, unknown>> {
  const problem = normaliseProblem(input);
  const { cost, batch, rows, columns, steps, minimum, temperature, precision, band, start, end } = problem;
  const infeasible = feasibility(problem).flatMap((item, b) => (item.feasible ? [] : [`item ${b}: ${item.reason}`]));
  return {
    cost: cost.kind === 'features' ? `features of ${cost.dimension} numbers, ${cost.localCost.name}` : cost.kind,
    items: batch,
    rows,
    columns,
    steps: steps.map((step) => step.join(',')).join(' '),
    minimum,
    ...(minimum === 'hardmin' ? {} : { temperature: batch === 1 ? temperature[0] : Array.from(temperature) }),
    precision,
    start: start.set,
    end: end.set,
    band: band === undefined ? 'none' : 'yes',
    infeasible: infeasible.length === 0 ? 'none' : infeasible.join('; '),
  };
}
