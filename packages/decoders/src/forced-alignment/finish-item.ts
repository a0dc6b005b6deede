import type { Pausing } from './pausing.ts';
import type { ForcedAlignmentOptions } from './options.ts';
import type { Prepared, PreparedItem } from './prepare.ts';
import { infeasible, labelsOf } from './prepare.ts';
import type { ForcedAlignment, Segment } from './result.ts';
import { columnLogProbabilities, framesOfUnits, joinPath } from './segments.ts';
import type { ItemState } from './item-state.ts';
import type { UnitSums } from './unit-sums.ts';
import { posteriorOf } from './unit-sums.ts';
import type { Units } from './units.ts';

/** The result of an item whose state is finished. Yields where others may have their turn. */
export function* finishItem(
  { lattice, tokens, words }: PreparedItem,
  state: ItemState,
  { confidence }: Prepared,
  { frameRate }: ForcedAlignmentOptions,
): Pausing<ForcedAlignment> {
  if (state.infeasible !== undefined) return infeasible(state.infeasible);
  const path = joinPath(state.path);
  const ofColumns = yield* columnLogProbabilities(lattice, path);
  const labels = labelsOf(tokens, lattice.classes);
  const segmentsOf = (units: Units, sums: UnitSums | undefined): Segment[] => {
    const { first, last } = framesOfUnits(path, units, lattice.columns);
    return Array.from(first, (startFrame, unit): Segment => {
      const endFrame = last[unit] + 1;
      let logProbability = 0;
      for (let m = units.first[unit]; m <= units.last[unit]; m++) logProbability += ofColumns[m];
      return {
        startFrame,
        endFrame,
        ...(frameRate === undefined ? {} : { startSeconds: startFrame / frameRate, endSeconds: endFrame / frameRate }),
        logProbability,
        ...(sums === undefined ? {} : { posterior: posteriorOf(sums, unit) }),
      };
    });
  };
  return {
    status: 'aligned',
    tokens: segmentsOf(tokens, state.sums[0]).map((segment, l) => ({ label: labels[l], ...segment })),
    words:
      words === undefined
        ? []
        : segmentsOf(words.units, state.sums[1]).map((segment, w) => ({
            firstToken: words.ranges.firstToken[w],
            tokenCount: words.ranges.tokenCount[w],
            ...segment,
          })),
    path,
    pathLogProbability: -state.pathCost,
    ...(confidence ? { logProbability: -state.value } : {}),
  };
}
