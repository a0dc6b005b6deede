/** `@rubato/core/fronts`: what backends share that compute a front of cells at a time, in float32, with the numbers of all fronts side by side. */

export type { Fronts, Move } from './fronts.ts';
export { cutIntoFronts } from './fronts.ts';
export type { CostSource } from './cost-source.ts';
export { costSource } from './cost-source.ts';
export { CellIndex } from './cell-index.ts';
export type { OpenCandidate } from './open-candidates.ts';
export { candidateCost, eachOpenCandidate } from './open-candidates.ts';
export type { Units } from './units.ts';
export { chooseUnits, costInUnits } from './units.ts';
export { FORBIDDEN, LARGEST_FACTOR, LARGEST_PATH, LIMIT } from './sentinels.ts';
export type { MinimumOutput } from './minimum-outputs.ts';
export { missingOutput, neededOutputs } from './minimum-outputs.ts';
export type { Wanted } from './wanted.ts';
export { wantedOf } from './wanted.ts';
export { largestDirections } from './largest-directions.ts';
export type { FrontNumbers } from './write-solution.ts';
export { writeFronts } from './write-solution.ts';
export { traceFronts } from './trace-paths.ts';
