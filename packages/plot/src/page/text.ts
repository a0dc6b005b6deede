const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Whether XML 1.0 has no place for a character: control characters but tab and line ends, and two that are no characters. */
function isForbidden(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 0xfffe || code === 0xffff;
}

/** Text as XML holds it; characters that XML forbids, and halves of characters, become a replacement mark. */
export function escapeXml(text: string): string {
  const allowed = Array.from(text.toWellFormed(), (character) => (isForbidden(character) ? '\ufffd' : character)).join('');
  return allowed.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark]);
}

/** A coordinate with two decimals at most. */
export function coordinate(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** How wide a text is drawn, about: nobody here knows the reader's font. */
export function widthOf(text: string): number {
  return 6.8 * text.length;
}

/** A text shortened in its middle, so that the ends of file names stay. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.ceil((most - 1) / 2);
  return `${text.slice(0, most - 1 - end)}…${text.slice(-end)}`;
}
