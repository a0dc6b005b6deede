import type { CaseResult } from '../measure/run-case.ts';
import { labelOf, participants, timingOf } from './find.ts';
import type { Report } from './report.ts';

const WIDTH = 900;
const LEFT = 230;
const RIGHT = 30;
const ROW = 24;
const HEAD = 34;
const AXIS = 34;
const LEGEND_ROW = 22;
const LEGEND_COLUMNS = 3;

/** Colours of Okabe and Ito, which all eyes can tell apart; ours are filled, peers are rings. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7f7f7f', '#000000', '#b8860b'];

/** Text of an SVG element. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The powers of ten, and 2 and 5 times them, from below the least to above the largest. */
export function logTicks(least: number, largest: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(largest)); power++) {
    for (const factor of [1, 2, 5]) ticks.push(Number((factor * 10 ** power).toPrecision(1)));
  }
  const from = ticks.findLastIndex((tick) => tick <= least);
  const to = ticks.findIndex((tick) => tick >= largest);
  return ticks.slice(Math.max(0, from), to < 0 ? ticks.length : Math.max(to, from + 1) + 1);
}

/**
 * Nanoseconds a cell as an SVG: a row for each case of a group, a dot for each contender's median with its quartiles, on a
 * logarithmic scale. A group without any times is left out.
 */
export function chart(report: Report, groups: readonly { readonly title: string; readonly results: readonly CaseResult[] }[]): string {
  const shown = groups.filter(({ results }) => participants(report, results).length > 0);
  const ids = participants(
    report,
    shown.flatMap(({ results }) => results),
  );
  const marks = shown.flatMap(({ results }) =>
    results.flatMap((result) => ids.flatMap((id) => timingOf(result, id)?.nanosecondsPerCell ?? [])),
  );
  if (marks.length === 0) return svg(HEAD, ['<text x="16" y="22">No times.</text>']);
  const ticks = logTicks(Math.min(...marks.map(({ lower }) => lower)), Math.max(...marks.map(({ upper }) => upper)));
  const [low, high] = [Math.log(ticks[0]), Math.log(ticks[ticks.length - 1])];
  const x = (value: number): number => LEFT + ((Math.log(value) - low) / (high - low)) * (WIDTH - LEFT - RIGHT);

  const parts: string[] = [];
  const legendRows = Math.ceil(ids.length / LEGEND_COLUMNS);
  ids.forEach((id, i) => {
    const left = 16 + (i % LEGEND_COLUMNS) * ((WIDTH - 16) / LEGEND_COLUMNS);
    const top = 20 + Math.floor(i / LEGEND_COLUMNS) * LEGEND_ROW;
    parts.push(mark(report, id, i, left + 5, top - 4), text(left + 18, top, labelOf(report, id)));
  });
  let top = legendRows * LEGEND_ROW + 8;
  for (const { title, results } of shown) {
    parts.push(text(16, top + 22, title, 'class="title"'));
    const bottom = top + HEAD + results.length * ROW;
    for (const tick of ticks) {
      parts.push(`<line class="grid" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${at(top + HEAD - 6)}" y2="${at(bottom)}"/>`);
      parts.push(text(x(tick), bottom + 16, String(tick), 'class="axis" text-anchor="middle"'));
    }
    results.forEach((result, row) => {
      const middle = top + HEAD + (row + 0.5) * ROW;
      parts.push(text(LEFT - 12, middle + 4, result.name, 'text-anchor="end"'));
      ids.forEach((id, i) => {
        const spread = timingOf(result, id)?.nanosecondsPerCell;
        if (spread === undefined) return;
        const [from, to] = [at(x(spread.lower)), at(x(spread.upper))];
        parts.push(`<line x1="${from}" x2="${to}" y1="${at(middle)}" y2="${at(middle)}" stroke="${colour(i)}" stroke-width="2"/>`);
        parts.push(mark(report, id, i, x(spread.median), middle));
      });
    });
    top = bottom + AXIS;
  }
  parts.push(
    text(WIDTH - RIGHT, top + 2, 'nanoseconds a cell, forward and backward; further left is faster', 'class="axis" text-anchor="end"'),
  );
  return svg(top + 14, parts);
}

const at = (value: number): string => String(Math.round(value * 10) / 10);
const colour = (index: number): string => COLOURS[index % COLOURS.length];

function mark(report: Report, id: string, index: number, x: number, y: number): string {
  const ours = report.contenders.find((contender) => contender.id === id)?.ours === true;
  const paint = ours ? `fill="${colour(index)}"` : `class="ring" stroke="${colour(index)}" stroke-width="2"`;
  return `<circle cx="${at(x)}" cy="${at(y)}" r="5" ${paint}><title>${escapeText(labelOf(report, id))}</title></circle>`;
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${at(x)}" y="${at(y)}"${attributes === '' ? '' : ` ${attributes}`}>${escapeText(content)}</text>`;
}

function svg(height: number, parts: readonly string[]): string {
  const style = [
    'text { font: 13px system-ui, sans-serif; fill: #222 }',
    '.title { font-weight: 600 }',
    '.axis { fill: #666; font-size: 12px }',
    '.grid { stroke: #ddd }',
    '.ring { fill: #fff }',
    '.paper { fill: #fff }',
  ].join(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${at(height)}" width="${WIDTH}" height="${at(height)}" role="img">`,
    '<title>Nanoseconds a lattice cell, by case and contender</title>',
    `<style>${style}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${at(height)}"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
