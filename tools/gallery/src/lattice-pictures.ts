import { toDense } from '@rubato/core';
import { drawAccumulatedCost, drawCostMatrix, drawSoftAlignment, drawStepFlow } from '@rubato/plot';
import { ctc, dtw, softDtw } from '@rubato/presets';
import { BLANK, costs, curve, labels, noteNames, posteriors, rubato, solveCosts } from './data.ts';
import { type Picture, picture } from './picture.ts';

/** Two plays of a curve: 72 frames at an even pace, 96 with rubato. */
const [X, Y] = [curve(72, (t) => t, 0.1, 1), curve(96, rubato, 0.1, 2)];
const MATRIX = { rows: X.frames, columns: Y.frames };
const SIZE = [X.frames, Y.frames] as const;
const NAMES = { rowName: 'even', columnName: 'rubato' };

export function latticePictures(): readonly Picture[] {
  const cost = costs(X, Y);
  const hard = solveCosts(cost, SIZE, dtw(), { path: true, accumulatedCost: true });
  const soft = solveCosts(cost, SIZE, softDtw({ temperature: 0.1 }), { softAlignment: true });
  const path = hard.paths![0];
  return [
    picture(
      { file: 'cost.svg', name: 'Cost matrix', text: 'Squared distances of two plays of a curve, and the warping path.' },
      drawCostMatrix,
      { matrix: { data: cost, ...MATRIX }, path, ...NAMES, rates: { rows: 24, columns: 24 } },
    ),
    bandedCost(cost),
    picture(
      { file: 'accumulated.svg', name: 'Accumulated cost', text: 'What the best way from the first cell to each cell costs.' },
      drawAccumulatedCost,
      { matrix: { data: toDense(hard.accumulatedCost!), ...MATRIX }, path, ...NAMES },
    ),
    picture(
      {
        file: 'alignment.svg',
        name: 'Soft alignment',
        text: 'How probable it is that two frames are aligned, under soft-DTW with γ = 0.1; the best path is a thin line.',
      },
      drawSoftAlignment,
      { matrix: { data: toDense(soft.softAlignment!), ...MATRIX }, path, ...NAMES },
    ),
    ...ctcPictures(),
    smallFlow(),
  ];
}

function bandedCost(cost: Float64Array): Picture {
  const data = cost.map((value, cell) => {
    const [n, m] = [Math.floor(cell / Y.frames), cell % Y.frames];
    return Math.abs(n / X.frames - m / Y.frames) > 0.25 ? Infinity : value;
  });
  for (let m = 40; m < 46; m++) data[30 * Y.frames + m] = NaN;
  return picture(
    {
      file: 'no-numbers.svg',
      name: 'What is no number',
      text: 'Infinite costs, here outside a band, and NaN are grey; the line below the title counts them.',
    },
    drawCostMatrix,
    { matrix: { data, ...MATRIX }, title: 'Cost matrix with a band', ...NAMES },
  );
}

function ctcPictures(): readonly Picture[] {
  const { data, frames, dimension: classes } = posteriors();
  const parameterization = ctc([labels], { blank: BLANK });
  const index = parameterization.columnClasses!;
  const columns = index.length;
  const cost = Float64Array.from({ length: frames * columns }, (_, cell) => {
    const [n, m] = [Math.floor(cell / columns), cell % columns];
    return -Math.log(data[n * classes + index[m]]);
  });
  const solution = solveCosts(cost, [frames, columns], parameterization, { softAlignment: true, edgeMarginals: true });
  const lattice = {
    rowName: 'time',
    columnName: 'label',
    columnUnit: '',
    columnLabels: Array.from(index, (k) => noteNames[k]),
    turned: true,
  };
  return [
    picture(
      {
        file: 'alignment-ctc.svg',
        name: 'Soft alignment of CTC',
        text: 'Frames to the right, labels upwards; the blanks between them in red.',
      },
      drawSoftAlignment,
      {
        matrix: { data: toDense(solution.softAlignment!), rows: frames, columns },
        blankColumns: (m) => m % 2 === 0,
        title: 'Soft alignment of CTC',
        ...lattice,
      },
    ),
    picture(
      {
        file: 'flow-ctc.svg',
        name: 'Flow of steps, large',
        text: 'The same lattice by steps: each pixel has the colour of the step that carries the most mass into it.',
      },
      drawStepFlow,
      {
        rows: frames,
        columns,
        steps: parameterization.steps,
        mass: toDense(solution.edgeMarginals!),
        title: 'Flow of steps in CTC',
        ...lattice,
      },
    ),
  ];
}

function smallFlow(): Picture {
  const [x, y] = [curve(14, (t) => t, 0, 1), curve(18, rubato, 0, 1)];
  const parameterization = softDtw({ temperature: 0.5 });
  const { edgeMarginals } = solveCosts(costs(x, y), [x.frames, y.frames], parameterization, { edgeMarginals: true });
  return picture(
    {
      file: 'flow.svg',
      name: 'Flow of steps',
      text: 'Which step carries how much mass into each cell: lines as thick as the mass on them.',
    },
    drawStepFlow,
    { rows: x.frames, columns: y.frames, steps: parameterization.steps, mass: toDense(edgeMarginals!), ...NAMES },
  );
}
