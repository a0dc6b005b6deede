import type { AlignmentProblem, ProblemInput, SolveRequest } from '@rubato/core';
import { createRandom, normaliseProblem } from '@rubato/core';
import { makeCosts } from './costs.ts';

export type Kind = 'dense' | 'weighted dense' | 'banded dense' | 'banded' | 'gathered' | 'features' | 'listed cells';

/** A batch for every kind of cost, with steps that reach one to three rows back, tables, bands and boundary sets among them. */
export const kinds: readonly Kind[] = ['dense', 'weighted dense', 'banded dense', 'banded', 'gathered', 'features', 'listed cells'];

const plain = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore

/** A problem of a kind. */
export function problemOf(kind: Kind, batch: number, rows: number, columns: number): AlignmentProblem {
  const random = createRandom(kind.length + rows);
  const shape = [batch, rows, columns] as const;
  const draw = (count: number, least = 0, most = 1): Float32Array =>
    Float32Array.from({ length: count }, () => least + (most - least) * random());
  const dense = (): ProblemInput['cost'] => ({ kind: 'dense', data: makeCosts('walks', random, batch * rows * columns, columns), shape });
  const ragged = (side: number): number[] => Array.from({ length: batch }, (_, b) => Math.max(1, side - 3 * b));
  return normaliseProblem(inputOf());

  function inputOf(): ProblemInput {
    switch (kind) {
      case 'dense':
        return { cost: dense(), steps: plain, temperature: 0.5 };
      case 'weighted dense':
        return {
          cost: dense(),
          steps: [[1, 0], [1, 2], [3, 1]], // prettier-ignore
          stepWeights: { data: draw(rows * columns * 3, 0.5, 2), shape: [1, rows, columns, 3] },
          stepPenalties: [0, 0.25, 0.5],
          start: 'firstRow',
          end: { set: 'lastRow', multiplier: 0.5 },
          minimum: 'sparsemin',
          temperature: 20,
          rowLengths: ragged(rows),
          columnLengths: ragged(columns),
        };
      case 'banded dense': {
        const radius = Math.ceil(Math.max(rows, columns) / 5);
        return { cost: dense(), steps: [[1, 1], [2, 1], [1, 2], [0, 1]], band: { kind: 'sakoeChiba', radius }, minimum: 'smoothmin' }; // prettier-ignore
      }
      case 'banded': {
        const first = Int32Array.from({ length: batch * rows }, (_, row) => Math.floor(((row % rows) * (columns / 2)) / rows));
        const last = first.map((m, row) => (row % rows === rows - 1 ? columns - 1 : Math.min(columns - 1, m + Math.ceil(columns / 2))));
        const count = first.reduce((sum, m, row) => sum + last[row] - m + 1, 0);
        return { cost: { kind: 'banded', data: draw(count, 0, 9), shape, first, last }, steps: plain, start: 'firstColumn' };
      }
      case 'gathered': {
        const classes = 7;
        const index = Int32Array.from({ length: batch * columns }, () => Math.floor(classes * random()));
        return {
          cost: { kind: 'gathered', values: draw(batch * rows * classes, 0, 5), shape, classes, index },
          steps: [[1, 0], [1, 1], [1, 2]], // prettier-ignore
          stepWeights: { data: draw(batch * columns * 3, 0.5, 2), shape: [batch, 1, columns, 3] },
          start: [[0, 0], [0, 1]], // prettier-ignore
          end: [[-1, -1], [-1, -2]], // prettier-ignore
          rowLengths: ragged(rows),
        };
      }
      case 'features': {
        const dimension = 5;
        return {
          cost: {
            kind: 'features',
            x: draw(batch * rows * dimension, -2, 2),
            y: draw(batch * columns * dimension, -2, 2),
            shape,
            dimension,
            localCost: { name: 'squaredEuclidean' },
          },
          steps: [[2, 1], [1, 1], [1, 0]], // prettier-ignore
          end: 'lastRow',
          temperature: 0.1,
        };
      }
      case 'listed cells': {
        const cells = [[0, 0], [2, 1], [1, 1]] as const; // prettier-ignore
        return {
          cost: dense(),
          steps: plain,
          minimum: 'hardmin',
          start: { cells, penalty: { data: draw(3), shape: [1, 3] } },
          end: { cells: [[-1, -1], [-1, -2]], multiplier: { data: draw(2 * batch), shape: [batch, 2] } }, // prettier-ignore
          columnLengths: ragged(columns),
        };
      }
    }
  }
}

/** Everything that can be asked for. */
export function everything({ batch, rows, columns, steps }: AlignmentProblem, along: 'cost' | 'cellPenalty' = 'cost'): SolveRequest {
  const random = createRandom(rows * columns);
  const direction = Float32Array.from({ length: batch * rows * columns }, () => 2 * random() - 1);
  const groups = {
    data: Int32Array.from({ length: columns * steps.length }, (_, k) => (k % 4) - 1),
    shape: [1, 1, columns, steps.length],
  } as const;
  return {
    gradient: true,
    inputGradient: true,
    softAlignment: true,
    accumulatedCost: true,
    stepWeightGradient: 'table',
    stepPenaltyGradient: 'full',
    temperatureGradient: true,
    boundaryGradient: true,
    edgeMarginals: true,
    marginals: [{ by: 'step' }, { by: 'row' }, { by: 'column' }, { by: 'group', groups, count: 3 }],
    hessianProduct: { along, direction },
    path: true,
    upstream: Array.from({ length: batch }, (_, b) => 1 + b / 2),
  };
}
