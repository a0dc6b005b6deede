/** A table of texts; columns of words stand on the left, numbers on the right. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly textColumns: readonly number[];
}

/** For a terminal: columns as wide as they need to be. */
export function asText({ headings, rows, textColumns }: Table): string {
  const widths = headings.map((_, k) => Math.max(...[headings, ...rows].map((row) => row[k].length)));
  const align = (cell: string, k: number): string => (textColumns.includes(k) ? cell.padEnd(widths[k]) : cell.padStart(widths[k]));
  const line = (row: readonly string[]): string => row.map(align).join('  ').trimEnd();
  return [line(headings), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line), ''].join('\n');
}

/** For a page. */
export function asMarkdown({ headings, rows, textColumns }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rules = headings.map((_, k) => (textColumns.includes(k) ? '---' : '---:'));
  return [line(headings), line(rules), ...rows.map(line)].join('\n');
}
