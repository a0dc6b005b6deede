import { checkArray, checkObject, checkPicture, checkSpan, checkText, plural } from '../check.ts';
import { PlotError } from '../errors.ts';
import { type Axis, type Box, drawAxis } from '../page/axis.ts';
import { boxOf, drawPage, factsOf, HEADER, type PictureOptions, room } from '../page/page.ts';
import { coordinate, drawText, fit, widthOf } from '../page/text.ts';
import { cellTicks } from '../page/ticks.ts';
import { timeTicks } from '../page/time-ticks.ts';

/** A document as a line, and what was found in it, the best first. */
export interface MatchRow {
  readonly name: string;
  /** In frames or seconds. */
  readonly length: number;
  /** What stands at the end of the row. */
  readonly value: string;
  /** `[from, to)` within 0 and the length; of a row the best 100 are drawn. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/** What a drawing of matches shows. */
export interface MatchFigure extends PictureOptions {
  readonly rows: readonly MatchRow[];
  /** Whether lengths and spans are seconds; default: frames. */
  readonly inSeconds?: boolean;
}

const PLOT_WIDTH = 640;
const ROW_HEIGHT = 26;
const BAR_HEIGHT = 14;
const MOST_ROWS = 40;
const MOST_SPANS = 100;
/** The widest name and value, in pixels. */
const MOST_NAME = 190;
const MOST_VALUE = 72;
/** A match too short to see has this width. */
const LEAST_WIDTH = 2;
/** Rounding may put the end of a match so far beyond its document, as a part of its length. */
const ROUNDING = 1e-6;

/**
 * Documents as bars to one scale, the best on top, with their matches in colour: the best one of a row strongest. The first 40 documents
 * are drawn, and of each the first 100 matches; the line below the title says what is left out. Frames are numbered in their middle.
 *
 * @throws PlotError by argument and first bad index; matches outside their document are refused
 *
 * @example
 * ```ts
 * import { drawMatches } from '@rubato/plot';
 * const rows = [{ name: 'a.npy', length: 120, value: '0.34', spans: [{ from: 6, to: 41 }] }];
 * drawMatches({ title: 'A theme', rows }).includes('a.npy'); // → true
 * ```
 */
export function drawMatches(picture: MatchFigure): string {
  checkMatches(picture);
  const { rows: all, inSeconds = false } = picture;
  const rows = all.slice(0, MOST_ROWS);
  const plot: Box = {
    x: 28 + Math.ceil(rows.reduce((most, { name }) => Math.max(most, widthOf(fit(name, MOST_NAME))), 21)),
    y: HEADER,
    width: PLOT_WIDTH,
    height: Math.max(1, rows.length) * ROW_HEIGHT,
  };
  const longest = rows.reduce((most, { length }) => Math.max(most, length), 0) || 1;
  const x = (value: number): number => plot.x + (value / longest) * plot.width;
  const drawn = rows.map(({ name, length, value, spans }, i) => {
    const y = plot.y + i * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2;
    const bar = boxOf({ x: plot.x, y, width: x(length) - plot.x, height: BAR_HEIGHT });
    const matches = spans.slice(0, MOST_SPANS).map(({ from, to }, rank, { length: count }) => {
      const width = Math.max(LEAST_WIDTH, x(to) - x(from));
      // A match at the end of its document stays over it.
      const box = boxOf({ x: Math.max(plot.x, Math.min(x(from), x(length) - width)), y, width, height: BAR_HEIGHT });
      return `<rect ${box} class="series-0" fill-opacity="${coordinate(1 - (0.6 * rank) / count)}"/>`;
    });
    const foot = coordinate(y + 11.5);
    const texts = [
      drawText(`x="${coordinate(plot.x - 9)}" y="${foot}" text-anchor="end"`, name, MOST_NAME),
      drawText(`x="${coordinate(plot.x + plot.width + 9)}" y="${foot}"`, value, MOST_VALUE),
    ];
    return `<rect ${bar} class="empty"/>${matches.reverse().join('')}${texts.join('')}`;
  });
  const most = room(plot.width, 60);
  const time = timeTicks(0, longest, most);
  const axis: Axis = {
    side: 'bottom',
    ticks: inSeconds ? time.ticks : cellTicks(Math.max(1, Math.floor(longest)), most),
    to: longest,
    title: inSeconds ? `time (${time.unit})` : 'frames',
    titleDistance: 42,
  };
  return drawPage({
    title: picture.title ?? 'Matches',
    subtitle: factsOf(
      picture.subtitle ?? plural(all.length, 'document'),
      all.length > MOST_ROWS ? `the best ${MOST_ROWS} of ${all.length}` : '',
      rows.some(({ spans }) => spans.length > MOST_SPANS) ? `the best ${MOST_SPANS} matches of each` : '',
    ),
    description: `Matches in ${plural(all.length, 'document')}, the best first`,
    width: plot.x + plot.width + 90,
    height: plot.y + plot.height + 58,
    theme: picture.theme,
    content: [...drawn, drawAxis(axis, plot)],
  });
}

function checkMatches(picture: MatchFigure): void {
  checkPicture(picture);
  const { rows } = picture;
  checkArray('rows', rows, 0, Infinity, 'documents');
  for (const [i, row] of rows.entries()) {
    checkObject(`rows[${i}]`, row);
    checkText(`rows[${i}].name`, row.name);
    checkText(`rows[${i}].value`, row.value);
    const { length, spans } = row;
    if (!(typeof length === 'number' && length >= 0 && length <= Number.MAX_SAFE_INTEGER)) {
      throw new PlotError(`rows[${i}].length`, `is ${String(length)}`, `a number from 0 to ${Number.MAX_SAFE_INTEGER}`);
    }
    checkArray(`rows[${i}].spans`, spans, 0, Infinity, 'matches');
    for (const [k, span] of spans.entries()) checkSpan(`rows[${i}].spans[${k}]`, span, length * (1 + ROUNDING));
  }
}
