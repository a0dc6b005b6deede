import type { Symbols } from './symbols.ts';

/** Labels as people read them: words where a delimiter stands between them, else names or class numbers with spaces between. */
export function labelText(labels: ArrayLike<number>, symbols: Symbols | undefined): string {
  if (symbols?.vocabulary.delimiter !== undefined) return symbols.vocabulary.words(labels).join(' ');
  return Array.from(labels, (label) => symbols?.name(label) ?? String(label)).join(' ');
}
