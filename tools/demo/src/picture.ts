const shades = [' ', '·', '░', '▒', '▓'];

/**
 * A picture in characters: an alignment matrix as shades (rows downwards, columns to the right), a path over it as `●`.
 * Each character shows the largest value of its block, in relation to the largest of its line.
 */
export function drawAlignment(
  alignment: ArrayLike<number>,
  rows: number,
  columns: number,
  path: readonly (readonly [number, number])[],
  height: number,
  width: number,
): string {
  const blocks = Array.from({ length: height }, () => new Float64Array(width));
  const lineOf = (row: number): number => Math.floor((row * height) / rows);
  const placeOf = (column: number): number => Math.floor((column * width) / columns);
  for (let n = 0; n < rows; n++) {
    const line = blocks[lineOf(n)];
    for (let m = 0; m < columns; m++) line[placeOf(m)] = Math.max(line[placeOf(m)], alignment[n * columns + m]);
  }
  const picture = blocks.map((line) => {
    const largest = Math.max(...line, Number.MIN_VALUE);
    return Array.from(line, (value) => shades[Math.min(shades.length - 1, Math.ceil((value / largest) * (shades.length - 1) - 0.02))]);
  });
  for (const [row, column] of path) picture[lineOf(row)][placeOf(column)] = '●';
  return picture.map((line) => `│${line.join('')}│`).join('\n');
}
