const shades = [' ', '·', '░', '▒', '▓'];

/**
 * A picture in characters: an alignment matrix as shades (rows downwards, columns to the right), a path over it as `●`.
 * Each character shows the largest value of its block, in relation to the largest of its line.
 */
export function drawAlignment(
  alignment: readonly (readonly number[])[],
  path: readonly (readonly [number, number])[],
  height: number,
  width: number,
): string {
  const blocks = Array.from({ length: height }, () => new Float64Array(width));
  const lineOf = (row: number): number => Math.floor((row * height) / alignment.length);
  const placeOf = (column: number): number => Math.floor((column * width) / alignment[0].length);
  alignment.forEach((weights, row) => {
    const line = blocks[lineOf(row)];
    weights.forEach((weight, column) => {
      line[placeOf(column)] = Math.max(line[placeOf(column)], weight);
    });
  });
  const picture = blocks.map((line) => {
    const largest = Math.max(...line, Number.MIN_VALUE);
    return Array.from(line, (weight) => shades[Math.ceil((weight / largest) * (shades.length - 1) - 0.02)]);
  });
  for (const [row, column] of path) picture[lineOf(row)][placeOf(column)] = '●';
  return picture.map((line) => `│${line.join('')}│`).join('\n');
}
