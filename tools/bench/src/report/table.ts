/** A Markdown table; numbers stand right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], left = 1): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i < left ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Three digits that count, and no exponent. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '';
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export const times = (ratio: number): string => `${digits(ratio)} ×`;

/** Millions of bytes, as Table VI of the paper has them. */
export const megabytes = (bytes: number): string => digits(bytes / 1e6);
