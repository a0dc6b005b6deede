/** A table of texts. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of words, which stand on the left; numbers stand on the right. */
  readonly textColumns: readonly number[];
}

/** For a terminal: columns as wide as they need to be. */
export function asText({ headings, rows, textColumns }: Table): string {
  const widths = headings.map((heading, k) => Math.max(heading.length, ...rows.map((row) => row[k].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, k) => (textColumns.includes(k) ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
      .join('  ')
      .trimEnd();
  return [line(headings), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line), ''].join('\n');
}

/** For a page. */
export function asMarkdown({ headings, rows, textColumns }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rules = headings.map((_, k) => (textColumns.includes(k) ? '---' : '---:'));
  return [line(headings), line(rules), ...rows.map(line), ''].join('\n');
}
