import { checkWhole, isList, refuse } from '../check.ts';
import type { SavedNumber } from '../saved-number.ts';
import { restoreNumber, saveNumbers } from '../saved-number.ts';
import type { BestPaths } from './best-paths.ts';

/** The best path of each entry, and the frames in which labels begin on them as a tree; -1 is the empty list. */
export interface SavedPaths {
  readonly parents: readonly number[];
  readonly frames: readonly number[];
  readonly logBlank: readonly SavedNumber[];
  readonly logLabel: readonly SavedNumber[];
  readonly blankFrames: readonly number[];
  readonly labelFrames: readonly number[];
}

export function savePaths({ current, frames }: BestPaths, count: number): SavedPaths {
  frames.squeeze([current.blankFrames, current.labelFrames], count);
  return {
    parents: Array.from(frames.parents.subarray(0, frames.size)),
    frames: Array.from(frames.values.subarray(0, frames.size)),
    logBlank: saveNumbers(current.logBlank, count),
    logLabel: saveNumbers(current.logLabel, count),
    blankFrames: Array.from(current.blankFrames.subarray(0, count)),
    labelFrames: Array.from(current.labelFrames.subarray(0, count)),
  };
}

/** `lengths` are the labels of each entry: a path that is possible has a frame for each. */
export function restorePaths(
  { current, frames }: BestPaths,
  saved: SavedPaths | undefined,
  lengths: readonly number[],
  frame: number,
): void {
  const count = lengths.length;
  if (typeof saved !== 'object' || saved === null) refuse('state.paths', saved, 'present, since frames are asked for');
  const { parents, frames: values } = saved;
  if (!isList(parents)) refuse('state.paths.parents', parents, 'a list of nodes');
  if (!isList(values) || values.length !== parents.length) refuse('state.paths.frames', values, `${parents.length} frames`);
  frames.size = 0;
  const depths = new Int32Array(parents.length);
  frames.reserve(parents.length, [], 0);
  for (let node = 0; node < parents.length; node++) {
    checkWhole('state.paths.parents', parents[node], -1, node - 1, [node]);
    checkWhole('state.paths.frames', values[node], 0, frame - 1, [node]);
    frames.append(parents[node], values[node]);
    depths[node] = 1 + (parents[node] < 0 ? 0 : depths[parents[node]]);
  }
  current.reserve(count);
  for (const name of ['logBlank', 'logLabel', 'blankFrames', 'labelFrames'] as const) {
    const column: unknown = saved[name];
    if (!isList(column) || column.length !== count) refuse(`state.paths.${name}`, column, `${count} numbers, one for each entry`);
    for (let entry = 0; entry < count; entry++) {
      if (name === 'blankFrames' || name === 'labelFrames') {
        checkWhole(`state.paths.${name}`, column[entry], -1, parents.length - 1, [entry]);
        current[name][entry] = column[entry] as number;
      } else {
        current[name][entry] = restoreNumber(column[entry], `state.paths.${name}`, [entry]);
      }
    }
  }
  for (let entry = 0; entry < count; entry++) {
    if (Math.max(current.logBlank[entry], current.logLabel[entry]) === -Infinity) {
      refuse('state.paths.logLabel', '-inf', 'a path that is possible', [entry]);
    }
    for (const [log, name] of [
      ['logBlank', 'blankFrames'],
      ['logLabel', 'labelFrames'],
    ] as const) {
      const node = current[name][entry];
      if (current[log][entry] === -Infinity || (node < 0 ? 0 : depths[node]) === lengths[entry]) continue;
      refuse(`state.paths.${name}`, node, `a list of ${lengths[entry]} frames, one for each label`, [entry]);
    }
  }
}
