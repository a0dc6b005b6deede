import { coordinate, drawText } from './text.ts';
import type { Tick } from './ticks.ts';

/** A rectangle on the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An axis along one side of a box: marks outside it, their labels, and what it says. */
export interface Axis {
  readonly side: 'left' | 'bottom' | 'right' | 'top';
  readonly ticks: readonly Tick[];
  /** The value at the end of the axis; it begins at `from`, default 0. */
  readonly to: number;
  readonly from?: number;
  readonly title: string;
  /** Where a value stands, 0 to 1; default linear. */
  readonly scale?: (value: number) => number;
  /** How far the title stands from the box. */
  readonly titleDistance: number;
}

const TICK = 5;
const TITLE_SIZE = 13;

/** The axis as SVG. Values run to the right and upwards. */
export function drawAxis(axis: Axis, box: Box): string {
  const { side, ticks, to, from = 0 } = axis;
  const scale = axis.scale ?? ((value: number) => (to === from ? 0 : (value - from) / (to - from)));
  const horizontal = side === 'bottom' || side === 'top';
  const edge = { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height }[side];
  const outwards = side === 'left' || side === 'top' ? -1 : 1;
  const marks = ticks.map(({ value, label }) => {
    const along = horizontal ? box.x + scale(value) * box.width : box.y + (1 - scale(value)) * box.height;
    const at = coordinate(along);
    const tip = coordinate(edge + outwards * TICK);
    const line = horizontal ? `M${at} ${coordinate(edge)}V${tip}` : `M${coordinate(edge)} ${at}H${tip}`;
    const text = horizontal
      ? place(along, edge + (side === 'bottom' ? 19 : -10), 'middle', label)
      : place(edge + outwards * 9, along + 4, side === 'left' ? 'end' : 'start', label);
    return `<path d="${line}" class="tick"/>${text}`;
  });
  return `<g class="axis">${marks.join('')}${title(axis, box, edge, outwards)}</g>`;
}

function place(x: number, y: number, anchor: string, label: string): string {
  return drawText(`x="${coordinate(x)}" y="${coordinate(y)}" text-anchor="${anchor}"`, label);
}

/** No longer than the side, whose middle it stands at. */
function title(axis: Axis, box: Box, edge: number, outwards: number): string {
  const at = edge + outwards * axis.titleDistance;
  const rest = 'text-anchor="middle" class="label"';
  if (axis.side === 'bottom' || axis.side === 'top') {
    return drawText(`x="${coordinate(box.x + box.width / 2)}" y="${coordinate(at)}" ${rest}`, axis.title, box.width, TITLE_SIZE);
  }
  const centre = `${coordinate(at)} ${coordinate(box.y + box.height / 2)}`;
  return drawText(`transform="translate(${centre}) rotate(-90)" ${rest}`, axis.title, box.height, TITLE_SIZE);
}
