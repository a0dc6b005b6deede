import type { BoundaryInput, Cell, ProblemInput } from '@rubato/core';

const SETS = { corner: 'corner', firstRow: 'firstColumn', firstColumn: 'firstRow', lastRow: 'lastColumn', lastColumn: 'lastRow' } as const;

function transposeBoundary(boundary: BoundaryInput): BoundaryInput {
  if (typeof boundary === 'string') return SETS[boundary];
  if (isCells(boundary)) return boundary.map(([n, m]) => [m, n]);
  if ('set' in boundary) return { ...boundary, set: SETS[boundary.set] };
  throw new Error('no cells with penalties');
}

function isCells(boundary: BoundaryInput): boundary is readonly Cell[] {
  return Array.isArray(boundary);
}

/** [1, N, M, S] as [1, M, N, S]. */
function transposeTable(table: ProblemInput['stepWeights']): ProblemInput['stepWeights'] {
  if (table === undefined || !(typeof table === 'object' && 'shape' in table)) return table;
  const { data, shape } = table;
  const [, N, M, S] = shape;
  const turned = new Float64Array(data.length);
  for (let n = 0; n < N; n++)
    for (let m = 0; m < M; m++) for (let s = 0; s < S; s++) turned[(m * N + n) * S + s] = data[(n * M + m) * S + s];
  return { data: turned, shape: [1, M, N, S] };
}

/** The same problem of one item with rows and columns exchanged: a dense cost and no band. */
export function transposeProblem({ stepWeights, stepPenalties, start = 'corner', end = 'corner', ...input }: ProblemInput): ProblemInput {
  const { cost } = input;
  if (cost.kind !== 'dense' || input.band !== undefined) throw new Error('only dense problems without a band');
  const [N, M] = cost.shape.slice(-2) as [number, number];
  const data = Float64Array.from({ length: N * M }, (_, i) => (cost.data as Float64Array)[(i % N) * M + Math.floor(i / N)]);
  const tables = { stepWeights: transposeTable(stepWeights), stepPenalties: transposeTable(stepPenalties) };
  return {
    ...input,
    ...(tables.stepWeights && { stepWeights: tables.stepWeights }),
    ...(tables.stepPenalties && { stepPenalties: tables.stepPenalties }),
    cost: { kind: 'dense', data, shape: [M, N] },
    steps: Array.from(input.steps, ([i, j]) => [j, i] as const),
    start: transposeBoundary(start),
    end: transposeBoundary(end),
  };
}

/** (row, column) pairs as (column, row) pairs. */
export function transposePath(path: Int32Array): Int32Array {
  return path.map((_, i) => path[i ^ 1]);
}
