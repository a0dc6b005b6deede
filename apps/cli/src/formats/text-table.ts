/** A cell of a table in a file; undefined leaves it empty. */
export type Cell = string | number | undefined;

/** Rows as CSV: a header, all digits of numbers, texts in quotes where commas, quotes or line ends stand in them (RFC 4180). */
export function textTable(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

function cell(value: Cell): string {
  if (value === undefined) return '';
  const text = value === -Infinity ? '-inf' : value === Infinity ? 'inf' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
