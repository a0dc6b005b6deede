import { type ColourMap, viridis } from '../raster/colour-map.ts';
import type { ColourScale } from '../raster/colour-scale.ts';
import { type Axis, type Box, drawAxis } from './axis.ts';
import { boxOf } from './page.ts';
import { coordinate, widthOf } from './text.ts';
import { linearTicks, type Tick } from './ticks.ts';

export const BAR_WIDTH = 16;
/** What a bar takes with its numbers and title. */
export const KEY_WIDTH: number = BAR_WIDTH + 84;
const BAR_POINT = 10;
const STOPS = 16;
const LINE_HEIGHT = 14;

/**
 * A bar that says what the colours mean, its numbers to the right. Several maps stand side by side in it. Without a scale there is
 * nothing to say.
 */
export function drawBar(scale: ColourScale | undefined, bar: Box, quantity: string, maps: readonly ColourMap[] = [viridis]): string {
  if (scale === undefined) return '';
  const width = bar.width / maps.length;
  const stripes = maps.map((map, k) => drawStripe(scale, { ...bar, x: bar.x + k * width, width }, map));
  return `${stripes.join('')}<rect ${boxOf(bar)} class="frame" fill="none"/>\n${drawAxis(barAxis(scale, quantity, bar.height), bar)}`;
}

function drawStripe({ least, most, below, above }: ColourScale, stripe: Box, map: ColourMap): string {
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
  const point = (wanted: boolean, edge: number, height: number, part: number): string => {
    if (!wanted) return '';
    const outline = `M${coordinate(stripe.x)} ${coordinate(edge)}h${coordinate(stripe.width)}l${coordinate(-stripe.width / 2)} ${height}z`;
    return `<path d="${outline}" fill="rgb(${map.at(part).join(',')})" class="frame"/>`;
  };
  const points = point(below, stripe.y + stripe.height, BAR_POINT, 0) + point(above, stripe.y, -BAR_POINT, 1);
  return `<defs>${gradient}</defs>${points}<rect ${boxOf(stripe)} fill="url(#${id})"/>`;
}

function barAxis(scale: ColourScale, quantity: string, length: number): Axis {
  const { least, most } = scale;
  const { ticks, offset } = linearTicks(least, most, Math.max(3, Math.min(6, Math.floor(length / 22))));
  const kept = apart(ticks, (value) => scale.place(value) * length);
  const longest = kept.reduce((width, { label }) => Math.max(width, widthOf(label)), 0);
  return {
    side: 'right',
    ticks: kept,
    from: least,
    to: most,
    scale: (value) => scale.place(value),
    title: quantity + offset,
    titleDistance: Math.min(KEY_WIDTH - BAR_WIDTH - 6, Math.max(58, 23 + longest)),
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
