import { createRandom } from '@rubato/core';
import { createSignal, createWarpProblem, solveWarp } from '@rubato/gdtw';
import { drawAlignedScore, drawWarp, drawWarpedSignals } from '@rubato/plot';
import { bumps, noteNames, notes, rubato } from './data.ts';
import { type Picture, picture } from './picture.ts';

const SECONDS = 12;
const BEATS = 16;
const OBSERVATIONS = 121;

export function warpPictures(): readonly Picture[] {
  const random = createRandom(5);
  const at = (k: number): number => k / (OBSERVATIONS - 1);
  const x = createSignal(
    Array.from({ length: OBSERVATIONS }, (_, k) => bumps(at(k)) + 0.04 * (random() - 0.5)),
    { times: Array.from({ length: OBSERVATIONS }, (_, k) => SECONDS * at(k)) },
  );
  const y = createSignal(
    Array.from({ length: OBSERVATIONS }, (_, k) => bumps(rubato(at(k))) + 0.04 * (random() - 0.5)),
    { times: Array.from({ length: OBSERVATIONS }, (_, k) => BEATS * at(k)) },
  );
  const radius = 1.8;
  const solution = solveWarp(
    createWarpProblem({ x, y, lambda: 0.05, slopes: { lower: 0.1, upper: 3 }, band: { kind: 'sakoe-chiba', radius } }),
  );
  // Rounded: the last digits of a solver are no matter of pictures.
  const warp = { times: solution.knots, values: solution.warp.map((value) => Math.round(value * 1000) / 1000) };
  const truth = { times: warp.times, values: warp.times.map((time) => SECONDS * rubato(time / BEATS)) };
  const diagonal = warp.times.map((time) => (SECONDS * time) / BEATS);
  const bounds = {
    lower: diagonal.map((value) => Math.max(0, value - radius)),
    upper: diagonal.map((value) => Math.min(SECONDS, value + radius)),
  };
  const names = { yName: 'score (beats)', xName: 'performance (s)' };
  return [
    picture({ file: 'warp.svg', name: 'Warp', text: 'A warping function with the ground truth and its bounds.' }, drawWarp, {
      warp,
      truth,
      bounds,
      ...names,
    }),
    picture(
      {
        file: 'signals.svg',
        name: 'Warped signals',
        text: 'Two signals, what the warp brings together, and the warped one over the other.',
      },
      drawWarpedSignals,
      { x, y, warp, ...names },
    ),
    featureSignals(),
    alignedScore(warp, truth),
  ];
}

function featureSignals(): Picture {
  const channels = 12;
  const frames = 90;
  const features = (pace: (t: number) => number): number[] =>
    Array.from({ length: frames * channels }, (_, i) => {
      const t = pace(Math.floor(i / channels) / (frames - 1));
      const pitch = (Math.floor(t * 8 * 0.999) * 5) % channels;
      return i % channels === pitch ? 1 : 0.15 + 0.1 * Math.sin(9 * t + i);
    });
  const times = Array.from({ length: frames }, (_, n) => n / 10);
  const duration = times[frames - 1];
  return picture(
    { file: 'signals-features.svg', name: 'Warped features', text: 'The same for signals of many channels, in colours.' },
    drawWarpedSignals,
    {
      x: { times, values: features((t) => t), channels },
      y: { times, values: features(rubato), channels },
      warp: { times, values: times.map((time) => duration * rubato(time / duration)) },
      title: 'Warped chroma',
      xName: 'recording A (s)',
      yName: 'recording B (s)',
    },
  );
}

function alignedScore(warp: Parameters<typeof drawAlignedScore>[0]['warp'], truth: typeof warp): Picture {
  const pitches = [60, 62, 64, 65, 67, 69, 71];
  const length = notes.at(-1)!.to;
  const beats = (frame: number): number => (frame / length) * BEATS;
  const melody = notes.map(({ label, from, to }) => ({ pitch: pitches[label], start: beats(from), end: beats(to) }));
  const bass = [48, 50, 48, 43].map((pitch, k) => ({ pitch, start: 4 * k, end: 4 * k + 4 }));
  return picture(
    {
      file: 'aligned-score.svg',
      name: 'Performance-aligned score',
      text: `The melody ${notes.map(({ label }) => noteNames[label]).join(' ')} over a bass, in the performance's time by the estimated and by the true warp.`,
    },
    drawAlignedScore,
    { notes: [...melody, ...bass], warp, truth },
  );
}
