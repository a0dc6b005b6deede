import type { Box } from './axis.ts';
import { coordinate } from './text.ts';

/** The look of every drawing. */
export const STYLE = `
text{font:12px "Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;fill:#3d4450}
.title{font-size:16px;font-weight:600;fill:#14181f}
.subtitle{fill:#667085}
.label{font-size:13px;fill:#14181f}
.tick{stroke:#98a2b3;fill:none}
.frame{stroke:#98a2b3}
.path{fill:none;stroke-linejoin:round;stroke-linecap:round}`;

/** A box as attributes. */
export function boxOf({ x, y, width, height }: Box): string {
  return `x="${coordinate(x)}" y="${coordinate(y)}" width="${coordinate(width)}" height="${coordinate(height)}"`;
}

/** How many marks a side holds without crowding. */
export function room(length: number, each: number): number {
  return Math.max(3, Math.floor(length / each));
}
