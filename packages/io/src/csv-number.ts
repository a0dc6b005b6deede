// Each alternative begins differently from what may follow it, so that matching never backtracks over a long cell.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/**
 * The number that a cell of a table says: a decimal, or `inf`, `-inf`, `nan` in any case; undefined for all else, also
 * for an empty cell, hexadecimals, and decimals beyond the range of a float64.
 */
export function parseCsvNumber(cell: string): number | undefined {
  if (DECIMAL.test(cell)) {
    const value = Number(cell);
    return Number.isFinite(value) ? value : undefined;
  }
  const infinite = INFINITE.exec(cell);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return cell.toLowerCase() === 'nan' ? NaN : undefined;
}

/** The shortest text that `parseCsvNumber` reads back as the same number, -0 included. */
export function formatCsvNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}
