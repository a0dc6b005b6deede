import { PlotError } from '../errors.ts';
import { type Axis, type Box, drawAxis } from '../page/axis.ts';
import { drawLegend } from '../page/legend.ts';
import { boxOf, drawFrame, drawPage, HEADER, type PictureOptions, room } from '../page/page.ts';
import { timeTicks, timeUnit, linearTicks } from '../page/ticks.ts';
import { checkFunction, type SampledFunction, valueAt } from './warp-picture.ts';

/** A note of a score, in the score's time. */
export interface ScoreNote {
  /** MIDI number or any other row: a whole number. */
  readonly pitch: number;
  readonly start: number;
  readonly end: number;
}

/** What {@link drawAlignedScore} takes. */
export interface AlignedScorePicture extends PictureOptions {
  readonly notes: readonly ScoreNote[];
  /** From score time to performance time, in seconds: estimated. */
  readonly warp: SampledFunction;
  /** The same as it was played. */
  readonly truth: SampledFunction;
}

/** Times in seconds, [from, to). */
type Span = readonly [number, number];

const WIDTH = 760;
const LEFT = 64;

/**
 * A performance-aligned score: the score's notes brought into the performance's time by an estimated and by the true warp. What both
 * say has one colour, what only the estimate says another, and what only the truth says a third.
 *
 * Source: Thickstun et al., "Rethinking evaluation methodology for audio-to-score alignment", 2020; Figure 8 of Xu, Garg, Milford &
 * Gould, ICLR 2023.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawAlignedScore } from '@rubato/plot';
 * const notes = [{ pitch: 60, start: 0, end: 1 }, { pitch: 64, start: 1, end: 2 }];
 * const svg = drawAlignedScore({ notes, warp: { times: [0, 2], values: [0, 3] }, truth: { times: [0, 1, 2], values: [0, 1, 3] } });
 * svg.includes('estimate alone, 0.5 s'); // → true
 * ```
 */
export function drawAlignedScore(picture: AlignedScorePicture): string {
  const { notes, warp, truth } = picture;
  checkNotes(notes);
  checkFunction('warp', warp);
  checkFunction('truth', truth);
  const rows = new Map<number, { estimated: Span[]; played: Span[] }>();
  for (const { pitch, start, end } of notes) {
    const row = rows.get(pitch) ?? { estimated: [], played: [] };
    rows.set(pitch, row);
    row.estimated.push([valueAt(warp, start), valueAt(warp, end)]);
    row.played.push([valueAt(truth, start), valueAt(truth, end)]);
  }
  const pitches = [...rows.keys()].toSorted((a, b) => a - b);
  const [lowest, highest] = [pitches[0], pitches.at(-1)!];
  const count = highest - lowest + 1;
  const parts = pitches.map((pitch) => ({ pitch, ...compare(rows.get(pitch)!.estimated, rows.get(pitch)!.played) }));
  const times = parts.flatMap(({ both, estimate, truth: played }) => [...both, ...estimate, ...played].flat());
  const [from, to] = times.reduce(([least, most], time) => [Math.min(least, time), Math.max(most, time)], [Infinity, -Infinity]);
  const total = (kind: 'both' | 'estimate' | 'truth'): string => {
    const seconds = parts.reduce((sum, part) => sum + part[kind].reduce((own, [start, end]) => own + end - start, 0), 0);
    return `${Number(seconds.toPrecision(3))} s`;
  };
  const legend = drawLegend(
    [
      { label: `both, ${total('both')}`, mark: 'area', series: 0 },
      { label: `estimate alone, ${total('estimate')}`, mark: 'area', series: 1 },
      { label: `truth alone, ${total('truth')}`, mark: 'area', series: 3 },
    ],
    LEFT,
    HEADER,
    WIDTH,
  );
  const box: Box = { x: LEFT, y: HEADER + legend.height + 4, width: WIDTH, height: Math.max(120, Math.min(420, 9 * count)) };
  const scale = to > from ? WIDTH / (to - from) : 0;
  const rectangles = (kind: 'both' | 'estimate' | 'truth', series: number): string => {
    const drawn = parts.flatMap(({ pitch, [kind]: spans }) =>
      spans.map(([start, end]) => {
        const height = box.height / count;
        const y = box.y + box.height - (pitch - lowest + 1) * height;
        return `<rect ${boxOf({ x: LEFT + (start - from) * scale, y, width: Math.max(0.5, (end - start) * scale), height })}/>`;
      }),
    );
    return drawn.length === 0 ? '' : `<g class="series-${series}">${drawn.join('')}</g>`;
  };
  return drawPage({
    title: picture.title ?? 'Performance-aligned score',
    subtitle: picture.subtitle ?? `${notes.length} notes`,
    description: `${notes.length} notes in the performance's time, by an estimated and by the true warp`,
    width: LEFT + WIDTH + 40,
    height: box.y + box.height + 58,
    theme: picture.theme,
    content: [
      legend.svg,
      rectangles('both', 0),
      rectangles('truth', 3),
      rectangles('estimate', 1),
      drawFrame(box),
      ...axesOf(box, from, to, lowest, highest).map((axis) => drawAxis(axis, box)),
    ],
  });
}

function axesOf(box: Box, from: number, to: number, lowest: number, highest: number): readonly Axis[] {
  const most = room(WIDTH, 60);
  const ticks = from === 0 ? timeTicks(to, most) : linearTicks(from, to, most);
  const pitches = linearTicks(lowest, highest, room(box.height, 40)).filter(({ value }) => Number.isInteger(value));
  return [
    { side: 'bottom', ticks, from, to, title: `performance (${from === 0 ? timeUnit(to) : 'seconds'})`, titleDistance: 42 },
    {
      side: 'left',
      ticks: pitches.map(({ value, label }) => ({ value: value + 0.5, label })),
      from: lowest,
      to: highest + 1,
      title: 'pitch',
      titleDistance: 44,
    },
  ];
}

/** What two sets of spans have in common, and what each has alone. */
function compare(estimated: readonly Span[], played: readonly Span[]) {
  const edges = [...estimated, ...played].flat().toSorted((a, b) => a - b);
  const kinds = { both: [] as Span[], estimate: [] as Span[], truth: [] as Span[] };
  const covers = (spans: readonly Span[], time: number): boolean => spans.some(([start, end]) => start <= time && time < end);
  for (let i = 1; i < edges.length; i++) {
    const [start, end] = [edges[i - 1], edges[i]];
    if (!(end > start)) continue;
    const [inEstimate, inTruth] = [covers(estimated, start), covers(played, start)];
    if (!inEstimate && !inTruth) continue;
    const spans = kinds[inEstimate && inTruth ? 'both' : inEstimate ? 'estimate' : 'truth'];
    const last = spans.at(-1);
    if (last !== undefined && last[1] === start) spans[spans.length - 1] = [last[0], end];
    else spans.push([start, end]);
  }
  return kinds;
}

function checkNotes(notes: readonly ScoreNote[]): void {
  if (!Array.isArray(notes) || notes.length === 0) throw new PlotError('notes', 'is no list of notes', 'at least one note');
  for (const [i, { pitch, start, end }] of notes.entries()) {
    if (!Number.isInteger(pitch) || Math.abs(pitch) > 1e6)
      throw new PlotError(`notes[${i}].pitch`, `is ${String(pitch)}`, 'a whole number');
    const timed = Number.isFinite(start) && Number.isFinite(end) && end >= start;
    if (!timed)
      throw new PlotError(`notes[${i}]`, `lasts from ${String(start)} to ${String(end)}`, 'finite times, the end not before the start');
  }
}
