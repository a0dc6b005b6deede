import type { AlignmentProblem, BoundaryTable } from '@rubato/core';

/**
 * The one weight that all open steps and start candidates have, where the end adds no cost: then H is that weight times E, and so are
 * their derivatives. `undefined` where weights differ.
 */
export function oneWeight({ stepWeights, start, end }: AlignmentProblem): number | undefined {
  let weight: number | undefined;
  const agrees = ({ data }: Pick<BoundaryTable, 'data'>): boolean => {
    for (let i = 0; i < data.length; i++) {
      if (data[i] === Infinity) continue;
      weight ??= data[i];
      if (data[i] !== weight) return false;
    }
    return true;
  };
  if (!agrees(start.multiplier) || !agrees(stepWeights)) return undefined;
  for (let k = 0; k < end.multiplier.data.length; k++) if (end.multiplier.data[k] !== 0) return undefined;
  return weight ?? 1;
}
