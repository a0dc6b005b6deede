import { type Axis, type Box, drawAxis } from './axis.ts';
import { type ColourMap, viridis } from '../raster/colour-map.ts';
import type { ColourScale } from '../raster/colour-scale.ts';
import { boxOf } from './page.ts';
import { linearTicks, type Tick } from './ticks.ts';

export const BAR_WIDTH = 16;
const BAR_POINT = 10;
const STOPS = 16;
const LINE_HEIGHT = 14;

/** A bar that says what the colours mean, its numbers to the right. */
export function drawBar(scale: ColourScale, bar: Box, quantity: string, map: ColourMap = viridis): string {
  const { least, most, below, above } = scale;
  // Where all values are equal the bar has their one colour.
  const flat = least === most;
  // Drawings in one page share their ids, and with them the same colours.
  const id = `rubato-${map.name}${flat ? '-flat' : ''}`;
  const stops = Array.from({ length: STOPS + 1 }, (_, i) => {
    const part = i / STOPS;
    return `<stop offset="${part}" stop-color="rgb(${map.at(flat ? 0 : part).join(',')})"/>`;
  });
  const gradient = `<linearGradient id="${id}" x1="0" y1="1" x2="0" y2="0">${stops.join('')}</linearGradient>`;
  // A point at an end says that values go on beyond it.
  const point = (wanted: boolean, edge: number, height: number, part: number): string =>
    wanted
      ? `<path d="M${bar.x} ${edge}h${bar.width}l${-bar.width / 2} ${height}z" fill="rgb(${map.at(part).join(',')})" class="frame"/>`
      : '';
  const axis = drawAxis(barAxis(scale, quantity, bar.height), bar);
  const points = point(below, bar.y + bar.height, BAR_POINT, 0) + point(above, bar.y, -BAR_POINT, 1);
  return `<defs>${gradient}</defs>${points}<rect ${boxOf(bar)} fill="url(#${id})"/><rect ${boxOf(bar)} class="frame" fill="none"/>\n${axis}`;
}

function barAxis(scale: ColourScale, quantity: string, length: number): Axis {
  const { least, most } = scale;
  return {
    side: 'right',
    ticks: apart(linearTicks(least, most, Math.max(2, Math.min(6, Math.floor(length / 22)))), (value) => scale.place(value) * length),
    from: least,
    to: most,
    scale: (value) => scale.place(value),
    title: quantity,
    titleDistance: 58,
  };
}

/** Marks that do not touch: a scale may bring them close together. The last one stays, and of the others those that leave room. */
function apart(ticks: readonly Tick[], position: (value: number) => number): readonly Tick[] {
  const kept: Tick[] = [];
  for (const tick of ticks.toReversed()) {
    const last = kept.at(-1);
    if (last === undefined || position(last.value) - position(tick.value) >= LINE_HEIGHT) kept.push(tick);
  }
  return kept.toReversed();
}
