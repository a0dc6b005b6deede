/** A value as messages show it: never an error itself. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) {
    const short = value.length <= 4 && value.every((item) => typeof item === 'number');
    return short ? `[${value.join(', ')}]` : 'a list';
  }
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
