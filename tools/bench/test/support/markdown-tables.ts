import { expect } from 'vitest';

/** Checks that a page has so many tables, each with a ruler and with as many cells in every row as in its head. */
export function checkWellFormed(markdown: string, count: number): void {
  const tables = markdown.split('\n\n').filter((block) => block.startsWith('|'));
  expect(tables).toHaveLength(count);
  for (const text of tables) {
    const rows = text.split('\n').map((line) => line.slice(2, -2).split(' | '));
    expect(rows.length).toBeGreaterThan(2);
    expect(rows[1].every((cell) => /^---:?$/.test(cell))).toBe(true);
    for (const row of rows) expect(row, row.join()).toHaveLength(rows[0].length);
  }
}
