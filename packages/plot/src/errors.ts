/**
 * Something that cannot be drawn: the message names the argument, what it is and what would be right.
 *
 * @example
 * ```ts
 * import { drawCostMatrix, PlotError } from '@rubato/plot';
 * let message = '';
 * try {
 *   drawCostMatrix({ matrix: { data: [1, 2, 3], rows: 2, columns: 2 } });
 * } catch (error) {
 *   message = error instanceof PlotError ? error.message : '';
 * }
 * message; // → 'matrix.data has 3 numbers; expected 4, rows times columns'
 * ```
 */
export class PlotError extends Error {
  override readonly name: string = 'PlotError';
  /** What is wrong, as in `curves[1].values`. */
  readonly argument: string;

  constructor(argument: string, found: string, expected: string) {
    super(`${argument} ${found}; expected ${expected}`);
    this.argument = argument;
  }
}
