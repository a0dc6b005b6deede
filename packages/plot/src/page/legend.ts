import { coordinate, drawText, fit, widthOf } from './text.ts';

/** What a mark of the drawing stands for. */
export interface LegendEntry {
  readonly label: string;
  /** The sample: a line, a dashed line, a filled area, a band between bounds. */
  readonly mark: 'line' | 'dashed' | 'area' | 'band';
  /** The series whose colour it has, from 0; `empty` for the colour of what is no number. */
  readonly series: number | 'empty';
}

const SAMPLE = 20;
const GAP = 18;
const LINE = 20;
const LONGEST_LABEL = 218;

/** A legend that is as wide as it may be, and how many lines it takes. */
export interface Legend {
  readonly svg: string;
  readonly height: number;
}

/** Entries side by side, on a new line where the width ends. */
export function drawLegend(entries: readonly LegendEntry[], x: number, y: number, width: number): Legend {
  let left = x;
  let top = y;
  const drawn = entries.map(({ label, mark, series }) => {
    const needed = SAMPLE + 7 + widthOf(fit(label, LONGEST_LABEL));
    if (left > x && left + needed > x + width) {
      left = x;
      top += LINE;
    }
    const place = `x="${coordinate(left + SAMPLE + 7)}" y="${coordinate(top + 4)}"`;
    const svg = `${sample(mark, series, left, top)}${drawText(place, label, LONGEST_LABEL)}`;
    left += needed + GAP;
    return svg;
  });
  return { svg: `<g>${drawn.join('')}</g>`, height: entries.length === 0 ? 0 : top - y + LINE };
}

function sample(mark: LegendEntry['mark'], series: number | 'empty', x: number, y: number): string {
  if (mark === 'line' || mark === 'dashed') {
    const dashed = mark === 'dashed' ? ' dashed' : '';
    return `<path d="M${coordinate(x)} ${coordinate(y)}h${SAMPLE}" class="line series-${series}-line${dashed}"/>`;
  }
  const fill = series === 'empty' ? 'empty' : `series-${series}`;
  const faint = mark === 'band' ? ' fill-opacity="0.18"' : '';
  return `<rect x="${coordinate(x)}" y="${coordinate(y - 5)}" width="${SAMPLE}" height="10" class="${fill}"${faint}/>`;
}
