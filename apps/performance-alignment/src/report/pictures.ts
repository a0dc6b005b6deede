import { drawAlignedScore, drawLossCurves, drawWarp } from '@rubato/plot';
import type { DataSet } from '../data/slice.ts';
import { FRAMES_PER_SECOND } from '../data/slice.ts';
import { errorProfile, errorsAtFrames } from '../evaluation/error-profile.ts';
import type { Outcome } from '../experiment.ts';
import { bestEpoch } from '../training/training-state.ts';

/** A picture of a report. */
export interface Picture {
  readonly file: string;
  readonly title: string;
  readonly svg: string;
}

/** All pictures: for each kind of feature errors by position and learning curves, and one slice as continuous warps align it. */
export function drawPictures(dataSets: readonly DataSet[], outcomes: readonly Outcome[]): Picture[] {
  return dataSets.flatMap((data) => {
    const rows = outcomes.filter(({ feature }) => feature === data.feature);
    return [drawProfile(data, rows), ...drawLearning(data, rows), ...drawExample(data, rows)];
  });
}

const picture = (data: DataSet, name: string, title: string, draw: (title: string) => string): Picture => ({
  file: `${data.feature.toLowerCase()}-${name}.svg`,
  title,
  svg: draw(title),
});

function drawProfile(data: DataSet, rows: readonly Outcome[]): Picture {
  return picture(data, 'errors', `${data.feature}: errors by position`, (title) =>
    drawLossCurves({
      title,
      subtitle: `Mean over ${data.test.length} test slices, which begin and end at the truth`,
      curves: rows.map(({ method, scores }) => ({ name: method, values: errorProfile(scores, data.test) })),
      first: 0,
      xName: 'position in the slice (seconds of the score)',
      yName: 'error (ms)',
    }),
  );
}

function drawLearning(data: DataSet, rows: readonly Outcome[]): Picture[] {
  const trained = rows.filter(({ training }) => training !== undefined && training.state.history.length > 1);
  if (trained.length === 0) return [];
  return [
    picture(data, 'learning', `${data.feature}: validation error by epoch`, (title) =>
      drawLossCurves({
        title,
        subtitle: 'Epoch 0 is the network before training',
        curves: trained.map(({ method, training }) => {
          const { history } = training!.state;
          return { name: method, values: history.map(({ validationError }) => validationError), best: bestEpoch(history) };
        }),
        first: 0,
        yName: 'TimeErr (ms)',
      }),
    ),
  ];
}

/** The test slice that DecDTW gains most on beside Base (G), or the first where there is no DecDTW. */
function drawExample(data: DataSet, rows: readonly Outcome[]): Picture[] {
  const [base, learned] = (['Base (G)', 'DecDTW'] as const).map((name) => rows.find(({ method }) => method === name));
  if (base === undefined) return [];
  const gain = (k: number): number => base.scores.slices[k].timeError - (learned?.scores.slices[k].timeError ?? 0);
  let best = 0;
  if (learned !== undefined) data.test.forEach((_, k) => (best = gain(k) > gain(best) ? k : best));
  const slice = data.test[best];
  const seconds = (frames: ArrayLike<number>): Float64Array => Float64Array.from(frames, (frame) => frame / FRAMES_PER_SECOND);
  const sampled = ({ positions, times }: typeof slice.truth) => ({ times: seconds(positions), values: seconds(times) });
  const truth = sampled(slice.truth);
  const notes = slice.scoreNotes.map(({ pitch, start, end }) => ({
    pitch,
    start: start / FRAMES_PER_SECOND,
    end: end / FRAMES_PER_SECOND,
  }));
  const shown = [base, learned].filter((row) => row !== undefined);
  const pictures = shown.flatMap(({ method, scores }) => {
    const { warp, timeError } = scores.slices[best];
    const subtitle = `${slice.name} · TimeErr ${timeError.toFixed(1)} ms`;
    const name = method === 'DecDTW' ? 'decdtw' : 'base';
    const warped = picture(data, `warp-${name}`, `${data.feature}, ${method}: a warp beside the truth`, (title) =>
      drawWarp({ title, subtitle, warp: sampled(warp), truth, yName: 'score (s)', xName: 'performance (s)' }),
    );
    if (notes.length === 0) return [warped];
    const aligned = picture(data, `score-${name}`, `${data.feature}, ${method}: the score in the performance’s time`, (title) =>
      drawAlignedScore({ title, subtitle, notes, warp: sampled(warp), truth }),
    );
    return [aligned, warped];
  });
  const errors = picture(data, 'slice-errors', `${data.feature}: errors within one slice`, (title) =>
    drawLossCurves({
      title,
      subtitle: slice.name,
      curves: rows.map(({ method, scores }) => ({ name: method, values: errorsAtFrames(scores, data.test, best) })),
      first: 0,
      xName: 'frame of the score',
      yName: 'error (ms), late above 0',
    }),
  );
  return [...pictures, errors];
}
