import { toDense } from '@rubato/core';
import { drawPosteriors, drawTargets } from '@rubato/plot';
import { softDtw } from '@rubato/presets';
import { BLANK, labels, noteNames, notes, posteriors, solveCosts } from './data.ts';
import { type Picture, picture } from './picture.ts';

const RATE = 10;
const MARKS = notes.map(({ label, from, to }) => ({ from, to, row: label, label: noteNames[label] }));

export function classPictures(): readonly Picture[] {
  const { data, frames, dimension: classes } = posteriors();
  return [
    picture(
      { file: 'posteriors.svg', name: 'Posteriors', text: 'Probabilities of classes as a piano roll, labels and their frames as boxes.' },
      drawPosteriors,
      { posteriors: { data, frames, classes }, classes: noteNames, marks: MARKS, frameRate: RATE },
    ),
    targets(data, frames, classes),
  ];
}

/** Ẽ·Y of soft-DTW at a high temperature, which blurs; the rows of Ẽ are those of E with sum 1. */
function targets(data: Float64Array, frames: number, classes: number): Picture {
  const columns = labels.length;
  const pitches = BLANK;
  const cost = Float64Array.from({ length: frames * columns }, (_, cell) => {
    const [n, m] = [Math.floor(cell / columns), cell % columns];
    let sum = 0;
    for (let k = 0; k < pitches; k++) sum += (data[n * classes + k] - (labels[m] === k ? 1 : 0)) ** 2;
    return sum;
  });
  const { softAlignment } = solveCosts(cost, [frames, columns], softDtw({ temperature: 1 }), { softAlignment: true });
  const alignment = Float64Array.from(toDense(softAlignment!));
  const weights = new Float64Array(frames * pitches);
  for (let n = 0; n < frames; n++) {
    const row = alignment.subarray(n * columns, (n + 1) * columns);
    const whole = row.reduce((sum, mass) => sum + mass, 0);
    row.forEach((mass, m) => (weights[n * pitches + labels[m]] += mass / whole));
  }
  return picture(
    {
      file: 'targets.svg',
      name: 'Modified targets',
      text: 'What a soft alignment with γ = 1 makes of the note sequence, and the annotated notes as boxes.',
    },
    drawTargets,
    {
      targets: { data: weights, frames, classes: pitches },
      classes: noteNames.slice(0, pitches),
      marks: MARKS,
      frameRate: RATE,
    },
  );
}
