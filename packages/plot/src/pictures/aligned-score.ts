import { checkArray, checkCount, checkObject, checkPicture, plural } from '../check.ts';
import { PlotError } from '../errors.ts';
import { type Axis, type Box, drawAxis } from '../page/axis.ts';
import { rangeOf } from '../page/chart.ts';
import { drawLegend } from '../page/legend.ts';
import { drawFrame, drawPage, factsOf, HEADER, type PictureOptions, room } from '../page/page.ts';
import { joinStrips } from '../page/strips.ts';
import { coordinate } from '../page/text.ts';
import { wholeTicks } from '../page/ticks.ts';
import { timeTicks } from '../page/time-ticks.ts';
import { compareSpans, type Span } from './compare-spans.ts';
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

const WIDTH = 760;
const LEFT = 64;
/** What is narrower is drawn as wide as this, in pixels. */
const LEAST_WIDTH = 0.5;
const FURTHEST_PITCH = 1e6;
/** A part of the score's length: rounding may put a note so far outside a warp. */
const ROUNDING = 1e-9;

/**
 * A performance-aligned score: the score's notes brought into the performance's time by an estimated and by the true warp. What both
 * say has one colour, what only the estimate says another, and what only the truth says a third; the legend has their seconds.
 *
 * Every note is drawn: what is narrower than half a pixel is as wide as that, and parts that cannot be seen apart are drawn as one, which
 * the line below the title tells.
 *
 * Source: Thickstun et al., "Rethinking evaluation methodology for audio-to-score alignment", 2020; Figure 8 of Xu, Garg, Milford &
 * Gould, ICLR 2023.
 *
 * @throws PlotError by argument and first bad index; notes outside the warps' times and warps that run backwards are refused
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
  checkScore(picture);
  const { notes, warp, truth } = picture;
  const rows = new Map<number, { estimated: Span[]; played: Span[] }>();
  let [from, to] = [Infinity, -Infinity];
  const spanOf = (time: SampledFunction, { start, end }: ScoreNote): Span => {
    const span = [valueAt(time, start), valueAt(time, end)] as const;
    [from, to] = [Math.min(from, span[0]), Math.max(to, span[1])];
    return span;
  };
  for (const note of notes) {
    const row = rows.get(note.pitch) ?? { estimated: [], played: [] };
    rows.set(note.pitch, row);
    row.estimated.push(spanOf(warp, note));
    row.played.push(spanOf(truth, note));
  }
  const pitches = [...rows.keys()].toSorted((a, b) => a - b);
  const [lowest, highest] = [pitches[0], pitches[pitches.length - 1]];
  const parts = pitches.map((pitch) => ({ pitch, ...compareSpans(rows.get(pitch)!.estimated, rows.get(pitch)!.played) }));
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
  const count = highest - lowest + 1;
  const box: Box = { x: LEFT, y: HEADER + legend.height + 4, width: WIDTH, height: Math.max(120, Math.min(420, 9 * count)) };
  // Pitches closer than a pixel share a row of it.
  const height = Math.max(1, box.height / count);
  const topOf = (pitch: number): number => box.y + box.height - Math.min(box.height, ((pitch - lowest + 1) / count) * box.height);
  const across = (time: number): number => (to > from ? LEFT + ((time - from) / (to - from)) * WIDTH : LEFT);
  const drawn = (['both', 'truth', 'estimate'] as const).map((kind) => {
    const strips = parts.flatMap(({ pitch, [kind]: spans }) => {
      const row = height > 1 ? topOf(pitch) : Math.floor(topOf(pitch));
      return spans.map(([start, end]) => ({ row, from: across(start), to: across(end) }));
    });
    return { kind, ...joinStrips(strips) };
  });
  const series = { both: 0, estimate: 1, truth: 3 } as const;
  const rectangles = drawn.map(({ kind, strips }) => {
    const boxes = strips.map((strip) => {
      const width = Math.max(LEAST_WIDTH, strip.to - strip.from);
      const [x, w, h] = [Math.min(strip.from, LEFT + WIDTH - width), width, height].map(coordinate);
      return `M${x} ${coordinate(strip.row)}h${w}v${h}h-${w}z`;
    });
    return boxes.length === 0 ? '' : `<path d="${boxes.join('')}" class="series-${series[kind]}"/>`;
  });
  return drawPage({
    title: picture.title ?? 'Performance-aligned score',
    subtitle: factsOf(
      picture.subtitle ?? plural(notes.length, 'note'),
      drawn.some(({ joined }) => joined) ? 'near parts drawn as one' : '',
    ),
    description: `${plural(notes.length, 'note')} in the performance's time, by an estimated and by the true warp`,
    width: LEFT + WIDTH + 40,
    height: box.y + box.height + 58,
    theme: picture.theme,
    content: [legend.svg, ...rectangles, drawFrame(box), ...axesOf(box, from, to, lowest, highest).map((axis) => drawAxis(axis, box))],
  });
}

function axesOf(box: Box, from: number, to: number, lowest: number, highest: number): readonly Axis[] {
  const { ticks, unit } = timeTicks(from, to, room(WIDTH, 60));
  const pitches = wholeTicks(lowest, highest, room(box.height, 40)).map(({ value, label }) => ({ value: value + 0.5, label }));
  return [
    { side: 'bottom', ticks, from, to, title: `performance (${unit})`, titleDistance: 42 },
    { side: 'left', ticks: pitches, from: lowest, to: highest + 1, title: 'pitch', titleDistance: 44 },
  ];
}

function checkScore(picture: AlignedScorePicture): void {
  checkPicture(picture);
  const { notes } = picture;
  checkArray('notes', notes, 1, Infinity, 'notes: at least one note');
  for (const name of ['warp', 'truth'] as const) {
    checkFunction(name, picture[name]);
    const { values } = picture[name];
    for (let i = 1; i < values.length; i++) {
      if (values[i] < values[i - 1])
        throw new PlotError(
          `${name}.values[${i}]`,
          `is ${values[i]}`,
          `at least ${values[i - 1]}, the value before: time does not run backwards`,
        );
    }
  }
  rangeOf('warp.values', [picture.warp.values, picture.truth.values], 0);
  for (const [i, note] of notes.entries()) {
    checkObject(`notes[${i}]`, note);
    const { pitch, start, end } = note;
    checkCount(`notes[${i}].pitch`, pitch, -FURTHEST_PITCH, FURTHEST_PITCH);
    const timed = Number.isFinite(start) && Number.isFinite(end) && end >= start;
    if (!timed)
      throw new PlotError(`notes[${i}]`, `lasts from ${String(start)} to ${String(end)}`, 'finite times, the end not before the start');
    for (const name of ['warp', 'truth'] as const) {
      const { times } = picture[name];
      const [first, last] = [times[0], times[times.length - 1]];
      const slack = ROUNDING * (last - first);
      if (start >= first - slack && end <= last + slack) continue;
      throw new PlotError(`notes[${i}]`, `lasts from ${start} to ${end}`, `times within those of ${name}, ${first} to ${last}`);
    }
  }
}
