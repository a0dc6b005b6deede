import type { AlignmentProblem, Boundary, BoundaryInput, Cell, ProblemInput } from '@rubato/core';

/** A boundary as a caller would write it, with every table in full. */
function boundaryInput(boundary: Boundary): BoundaryInput {
  const { multiplier, penalty } = boundary;
  const tables = { multiplier: { data: multiplier.data, shape: multiplier.shape }, penalty: { data: penalty.data, shape: penalty.shape } };
  if (boundary.set !== 'cells') return { set: boundary.set, ...tables };
  const most = multiplier.shape[1] === 1 ? penalty.shape[1] : multiplier.shape[1];
  const { cells, offsets } = boundary as Required<Boundary>;
  const cellsOfItem = Array.from({ length: offsets.length - 1 }, (_, b) => {
    const list: Cell[] = [];
    for (let k = offsets[b]; k < offsets[b + 1]; k++) list.push([cells[2 * k], cells[2 * k + 1]]);
    // An item without rows or columns has no cells left: its list is never looked at, only counted.
    return list.length === 0 ? Array.from({ length: most }, (): Cell => [0, 0]) : list;
  });
  return { cellsOfItem, ...tables };
}

/**
 * The input that a normalised problem came from, up to notation: bands as ranges, cells absolute, tables in full. Typed arrays are
 * those of the problem.
 */
export function inputOf(problem: AlignmentProblem): ProblemInput {
  const { cost, band, stepWeights, stepPenalties } = problem;
  return {
    cost,
    rowLengths: problem.rowLengths,
    columnLengths: problem.columnLengths,
    precision: problem.precision,
    steps: problem.steps,
    stepWeights: { data: stepWeights.data, shape: stepWeights.shape },
    stepPenalties: { data: stepPenalties.data, shape: stepPenalties.shape },
    start: boundaryInput(problem.start),
    end: boundaryInput(problem.end),
    ...(band === undefined ? {} : { band: { kind: 'ranges', first: band.first, last: band.last } }),
    minimum: problem.minimum,
    temperature: problem.temperature,
  };
}
