const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as XML holds it; characters that XML forbids become a replacement mark. */
export function escapeXml(text: string): string {
  // eslint-disable-next-line no-control-regex -- These are the characters that XML 1.0 forbids.
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd').replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark]);
}

/** A coordinate with two decimals at most. */
export function coordinate(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** A text shortened in its middle, so that the ends of file names stay. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.ceil((most - 1) / 2);
  return `${text.slice(0, most - 1 - end)}…${text.slice(-end)}`;
}
