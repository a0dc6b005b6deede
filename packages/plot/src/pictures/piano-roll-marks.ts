import type { Box } from '../page/axis.ts';
import { joinStrips } from '../page/strips.ts';
import { coordinate, drawText, fit, widthOf } from '../page/text.ts';
import type { Caption, Mark } from './piano-roll.ts';

/** The widest text above frames, in pixels. */
const MOST_TEXT = 84;
/** What is narrower than a line stays a line. */
const LEAST_WIDTH = 1.5;
/** Classes closer than this share a row of boxes, in pixels. */
const LEAST_ROW = 3;

/** A text and the middle of its place. */
export interface PlacedText {
  readonly label: string;
  readonly x: number;
}

/** Texts over the middle of their frames, each where the one before leaves room. */
export function fittingTexts(texts: readonly Caption[], frames: number, plot: Box): readonly PlacedText[] {
  const placed: PlacedText[] = [];
  let free = -Infinity;
  for (const { from, to, label } of texts) {
    const x = plot.x + ((from + to) / 2 / frames) * plot.width;
    const half = widthOf(fit(label, MOST_TEXT)) / 2;
    if (x - half < free) continue;
    free = x + half + 4;
    placed.push({ label, x });
  }
  return placed;
}

export function drawTexts(texts: readonly PlacedText[], y: number): string {
  const drawn = texts.map(({ label, x }) => drawText(`x="${coordinate(x)}" y="${coordinate(y)}" text-anchor="middle"`, label, MOST_TEXT));
  return `<g>${drawn.join('')}</g>`;
}

/** Boxes around the frames of marks, white on a dark edge, so that they show on every colour; near ones as one. */
export function drawMarks(
  marks: readonly Mark[],
  frames: number,
  classes: number,
  plot: Box,
): { readonly svg: string; readonly joined: boolean } {
  const together = Math.max(1, Math.ceil((LEAST_ROW * classes) / plot.height));
  const height = plot.height / classes;
  const { strips, joined } = joinStrips(
    marks.map(({ from, to, row }) => ({
      row: Math.floor(row / together),
      from: plot.x + (from / frames) * plot.width,
      to: plot.x + (to / frames) * plot.width,
    })),
    true,
  );
  if (strips.length === 0) return { svg: '', joined };
  const boxes = strips.map(({ row, from, to }) => {
    const above = Math.min(classes, (row + 1) * together);
    const width = coordinate(Math.max(LEAST_WIDTH, to - from));
    const tall = coordinate((above - row * together) * height);
    return `M${coordinate(from)} ${coordinate(plot.y + plot.height - above * height)}h${width}v${tall}h-${width}z`;
  });
  const line = (colour: string, width: number): string =>
    `<path d="${boxes.join('')}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
  return { svg: `<g>${line('#14181f', 3)}${line('#fff', 1.25)}</g>`, joined };
}
