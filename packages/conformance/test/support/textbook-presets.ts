import type { Parameterization } from '@rubato/core';
import type { LawPresets } from '../../src/options.ts';

/** CTC written down from its definition, to check law 7 and the golden reader without the package of presets. */
function ctc(labels: readonly (readonly number[])[], { blank }: { readonly blank: number }): Parameterization {
  const extended = labels.map((list) => [blank, ...list.flatMap((label) => [label, blank])]);
  const columns = Math.max(...extended.map((list) => list.length));
  const padded = extended.map((list) => [...list, ...new Array<number>(columns - list.length).fill(blank)]);
  const data = padded.flatMap((list) =>
    list.flatMap((label, m) => [1, 1, m >= 2 && label !== blank && label !== list[m - 2] ? 1 : Infinity]),
  );
  return {
    steps: [
      [1, 0],
      [1, 1],
      [1, 2],
    ],
    stepWeights: { data, shape: [labels.length, 1, columns, 3] },
    start: {
      cellsOfItem: extended.map((list) =>
        list.length === 1
          ? [[0, 0]]
          : [
              [0, 0],
              [0, 1],
            ],
      ),
    },
    end: {
      cellsOfItem: extended.map((list) =>
        list.length === 1
          ? [[-1, -1]]
          : [
              [-1, -1],
              [-1, -2],
            ],
      ),
    },
    minimum: 'softmin',
    temperature: 1,
    columnLengths: extended.map((list) => list.length),
    columnClasses: Int32Array.from(padded.flat()),
  };
}

export const textbookPresets: Required<LawPresets> = {
  ctc,
  softDtw: ({ temperature }) => ({
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    minimum: 'softmin',
    temperature,
  }),
};
