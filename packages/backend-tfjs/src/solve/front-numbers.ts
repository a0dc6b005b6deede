import type { FrontNumbers } from '@rubato/core/fronts';
import { costInUnits } from '@rubato/core/fronts';
import type { Prepared } from '../lattice/prepare.ts';
import type { Numbers } from './read-back.ts';

/** Numbers that were read back, as all backends by fronts hand them on. */
export function frontNumbers({ cells, units, end }: Prepared, slots: number, numbers: Numbers): FrontNumbers {
  const { unit } = units;
  const { values, distances, edges, endWeights } = numbers;
  return {
    ...numbers,
    value: (b) => costInUnits(values[b], 0, unit[b]),
    distance: distances && ((b, n, m) => costInUnits(distances[cells.at(b, n, m)], 0, unit[b])),
    edge: edges && ((b, n, m, slot) => edges[cells.at(b, n, m) * slots + slot]),
    endWeight: (b, k) => endWeights[b * end.candidates + k],
  };
}
