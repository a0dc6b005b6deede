import type { FrontNumbers } from '@rubato/core/fronts';
import { costInUnits } from '@rubato/core/fronts';
import type { Prepared } from '../lattice/prepare.ts';
import type { Numbers } from './read-back.ts';

/** Numbers that were read back, as all backends by fronts hand them on. */
export function frontNumbers({ cells, units }: Prepared, slots: number, numbers: Numbers): FrontNumbers {
  const { unit } = units;
  const { batch } = cells;
  const { values, distances, edges, endWeights } = numbers;
  return {
    ...numbers,
    value: (b) => costInUnits(values[b], values[batch + b], unit[b]),
    distance: distances && ((b, n, m) => costInUnits(distances[cells.at(b, n, m, 0, 2)], distances[cells.at(b, n, m, 1, 2)], unit[b])),
    edge: edges && ((b, n, m, slot) => edges[cells.at(b, n, m, slot, slots)]),
    endWeight: (b, k) => endWeights[k * batch + b],
  };
}
