import { type Axis, type Box, drawAxis } from '../page/axis.ts';
import { boxOf, drawPage, room } from '../page/page.ts';
import { coordinate, escapeXml, shorten } from '../page/text.ts';
import type { Theme } from '../page/theme.ts';
import { countTicks, timeTicks, timeUnit } from '../page/ticks.ts';

/** A document as a line, and what was found in it, the best first. */
export interface MatchRow {
  readonly name: string;
  /** In frames or seconds. */
  readonly length: number;
  /** What stands at the end of the row. */
  readonly value: string;
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/** What a drawing of matches shows. */
export interface MatchFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: readonly MatchRow[];
  readonly inSeconds: boolean;
  readonly theme?: Theme;
}

const PLOT_WIDTH = 640;
const ROW_HEIGHT = 26;
const BAR_HEIGHT = 14;
const MOST_ROWS = 40;
const MOST_NAME = 28;
/** A match too short to see has this width. */
const LEAST_WIDTH = 2;

/**
 * Documents as bars to one scale, the best on top, with their matches in colour: the best one of a row strongest.
 *
 * @example
 * ```ts
 * import { drawMatches } from '@rubato/plot';
 * const rows = [{ name: 'a.npy', length: 120, value: '0.34', spans: [{ from: 6, to: 41 }] }];
 * drawMatches({ title: 'A theme', subtitle: '1 document', rows, inSeconds: false }).includes('a.npy'); // → true
 * ```
 */
export function drawMatches({ title, subtitle, rows: all, inSeconds, theme }: MatchFigure): string {
  const rows = all.slice(0, MOST_ROWS);
  const names = rows.map(({ name }) => shorten(name, MOST_NAME));
  const plot: Box = {
    x: 28 + 7 * names.reduce((most, name) => Math.max(most, name.length), 3),
    y: 68,
    width: PLOT_WIDTH,
    height: Math.max(1, rows.length) * ROW_HEIGHT,
  };
  const longest = rows.reduce((most, { length }) => Math.max(most, length), 0) || 1;
  const x = (value: number): number => plot.x + (value / longest) * plot.width;
  const drawn = rows.map(({ length, value, spans }, i) => {
    const y = plot.y + i * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2;
    const bar = boxOf({ x: plot.x, y, width: x(length) - plot.x, height: BAR_HEIGHT });
    const matches = spans.map(({ from, to }, rank) => {
      const box = boxOf({ x: x(from), y, width: Math.max(LEAST_WIDTH, x(to) - x(from)), height: BAR_HEIGHT });
      return `<rect ${box} class="series-0" fill-opacity="${coordinate(1 - (0.6 * rank) / spans.length)}"/>`;
    });
    const foot = coordinate(y + 11.5);
    const texts = [
      `<text x="${coordinate(plot.x - 9)}" y="${foot}" text-anchor="end">${escapeXml(names[i])}</text>`,
      `<text x="${coordinate(plot.x + plot.width + 9)}" y="${foot}">${escapeXml(value)}</text>`,
    ];
    return `<rect ${bar} class="empty"/>${matches.reverse().join('')}${texts.join('')}`;
  });
  const unit = inSeconds ? timeUnit(longest) : 'frames';
  const ticks = inSeconds ? timeTicks(longest, room(plot.width, 60)) : countTicks(longest, room(plot.width, 60));
  const axis: Axis = { side: 'bottom', ticks, to: longest, title: inSeconds ? `time (${unit})` : unit, titleDistance: 42 };
  const more = all.length > rows.length ? ` · the best ${rows.length} of ${all.length}` : '';
  return drawPage({
    title,
    subtitle: subtitle + more,
    description: `Matches in ${all.length} documents, the best first`,
    width: plot.x + plot.width + 90,
    height: plot.y + plot.height + 58,
    theme,
    content: [...drawn, drawAxis(axis, plot)],
  });
}
