const LONGEST = 40;

/** Text from a file, quoted and shortened, so that no message carries a file's worth of text or a control character. */
export function excerpt(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return JSON.stringify(short);
}

/** A list of names for a message, at most ten of them. */
export function excerptList(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.slice(0, 10).map(excerpt).join(', ');
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}
