/** Whether a line end (`\n`, `\r\n`, `\r`) or a part of one stands at a position. */
export function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13;
}

/** The number of line ends that begin in `[from, to)`, where `\r\n` is one. */
export function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count++;
  }
  return count;
}

/** The start of the first line at or after the line start `from` that is neither blank nor a comment; else the end. */
export function contentStart(text: string, from: number, delimiter: string, comment: string): number {
  let start = from;
  while (start < text.length) {
    let at = start;
    while ((text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) at++;
    if (comment !== '' && text.startsWith(comment, at)) {
      while (at < text.length && !isLineEnd(text, at)) at++;
    }
    if (at < text.length && !isLineEnd(text, at)) return start;
    start = at + 1;
  }
  return text.length;
}

/**
 * The delimiter of a table: the first of tab, semicolon and comma that stands outside quotes in the first line that is
 * neither blank nor a comment; a comma when there is none. (In this order: the comma may also be a decimal comma.)
 */
export function detectDelimiter(text: string, comment: string): string {
  let quoted = false;
  let rank = delimiters.length;
  for (let at = contentStart(text, 0, '', comment); at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (isLineEnd(text, at)) break;
    const found = delimiters.indexOf(text[at]);
    if (found >= 0) rank = Math.min(rank, found);
  }
  return delimiters[rank] ?? ',';
}

const delimiters: readonly string[] = ['\t', ';', ','];
