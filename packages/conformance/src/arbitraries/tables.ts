import type { StepTableInput } from '@rubato/core';
import type { Draw } from './draw.ts';
import type { Padding } from './padding.ts';
import { paddingNumber } from './padding.ts';

/** Broadcast shapes of a step table: the axes (B, N, M, S) that stand at full length. */
export const broadcastShapes = ['-', 'S', 'M', 'MS', 'N', 'NS', 'NM', 'NMS', 'B', 'BS', 'BM', 'BMS', 'BN', 'BNS', 'BNM', 'BNMS'] as const;

/** How a step table is given: not at all, one number, one per step, or a table of a broadcast shape. */
export type TableShape = 'none' | 'number' | 'list' | (typeof broadcastShapes)[number];

export interface TableRecipe {
  readonly shape: TableShape;
  /** `mask`: as if there were no table, or `Infinity`: what CTC's weights are, and what a backend may have a way of its own for. */
  readonly content: 'plain' | 'zeros' | 'infinite' | 'mask';
}

/** Every shape, as often as it is drawn. */
export const tableShapes: readonly TableShape[] = [
  ...Array.from({ length: 8 }, () => 'none' as const),
  'number',
  'list',
  'list',
  ...broadcastShapes,
  'BNMS',
];

/** The axes [B, N, M, S] of a table and what lies in the padding of all its items. */
export interface TableAxes {
  readonly sides: readonly [number, number, number, number];
  readonly rowLengths: ArrayLike<number>;
  readonly columnLengths: ArrayLike<number>;
  readonly padding: Padding;
}

/** One number of a table. */
export type DrawNumber = (draw: Draw, infinity: number) => number;

/**
 * Draws a table of step weights or penalties. `Infinity` comes more rarely where one number stands for many edges, lest nothing
 * remain feasible. `neutral` is the number that stands for no table.
 */
export function drawTable(
  recipe: TableRecipe,
  axes: TableAxes,
  draw: Draw,
  neutral: number,
  number: DrawNumber,
): StepTableInput | undefined {
  const { shape, content } = recipe;
  const [, , , S] = axes.sides;
  const infinity = { plain: 0, zeros: 0, infinite: 0.12, mask: 0.2 }[content];
  const one = (probability: number): number => {
    if (content === 'mask') return draw.chance(probability) ? Infinity : neutral;
    return content === 'zeros' && draw.chance(0.2) ? 0 : number(draw, probability);
  };
  if (shape === 'none') return undefined;
  if (shape === 'number') return one(0);
  if (shape === 'list') return Array.from({ length: S }, () => one(S > 1 ? infinity / 2 : 0));

  const sides = axes.sides.map((side, axis) => (shape.includes('BNMS'[axis]) ? side : 1)) as [number, number, number, number];
  const size = sides[0] * sides[1] * sides[2] * sides[3];
  const probability = size > 6 ? infinity : 0;
  const data = new Float64Array(size);
  for (let position = 0; position < size; position++) {
    const value = one(probability);
    data[position] = inPadding(position, sides, axes) ? paddingNumber(axes.padding) : value;
  }
  return { data, shape: sides };
}

/** Whether no item that a number is for reaches it. */
function inPadding(position: number, [B, N, M, S]: readonly [number, number, number, number], axes: TableAxes): boolean {
  const m = Math.floor(position / S) % M;
  const n = Math.floor(position / (S * M)) % N;
  const b = Math.floor(position / (S * M * N));
  for (let item = B === 1 ? 0 : b; item < (B === 1 ? axes.sides[0] : b + 1); item++) {
    if (n < axes.rowLengths[item] && m < axes.columnLengths[item]) return false;
  }
  return true;
}
