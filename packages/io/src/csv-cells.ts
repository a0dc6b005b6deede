import { contentStart, countLineEnds, isLineEnd } from './csv-lines.ts';
import { FileFormatError } from './file-format-error.ts';

/**
 * Walks over the cells of a table in text, one at a time, in time proportional to the text.
 *
 * RFC 4180 with a free delimiter, `\n`, `\r\n` or `\r` as line end, and lines that are blank or begin with the
 * comment mark left out. A cell that begins with a quote ends with one, holds quotes doubled, and may hold delimiters
 * and line ends.
 */
export class CsvCells {
  /** The cell read last: white space around it removed, or when it was quoted as it stands between the quotes. */
  cell = '';
  /** The line on which it begins, from 1. */
  line = 1;
  /** Which cell of its row it is, from 1. */
  column = 0;
  /** Whether it is the last cell of its row. */
  endsRow = true;

  readonly #text: string;
  readonly #delimiter: string;
  readonly #comment: string;
  #position = 0;
  #nextLine = 1;

  constructor(text: string, delimiter: string, comment: string) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#comment = comment;
  }

  /**
   * Goes to the next cell; false when there is none.
   * @throws FileFormatError where a quoted cell is not closed, or not followed by a delimiter or line end
   */
  next(): boolean {
    if (this.endsRow) {
      const start = contentStart(this.#text, this.#position, this.#delimiter, this.#comment);
      this.#nextLine += countLineEnds(this.#text, this.#position, start);
      this.#position = start;
      if (start >= this.#text.length) return false;
      this.column = 0;
    }
    this.column++;
    this.line = this.#nextLine;
    if (this.#text[this.#position] === '"') this.#quoted();
    else this.#plain();
    return true;
  }

  #plain(): void {
    const start = this.#position;
    const text = this.#text;
    const delimiter = this.#delimiter.charCodeAt(0);
    let at = start;
    while (at < text.length && text.charCodeAt(at) !== delimiter && !isLineEnd(text, at)) at++;
    this.cell = text.slice(start, at).trim();
    this.#position = at;
    this.#takeSeparator();
  }

  #quoted(): void {
    const start = this.#position + 1;
    let close = this.#text.indexOf('"', start);
    let doubled = false;
    while (close >= 0 && this.#text[close + 1] === '"') {
      doubled = true;
      close = this.#text.indexOf('"', close + 2);
    }
    if (close < 0) throw this.#error('the quoted cell is not closed');
    const content = this.#text.slice(start, close);
    this.cell = doubled ? content.replaceAll('""', '"') : content;
    this.#nextLine += countLineEnds(this.#text, start, close);
    this.#position = close + 1;
    while (this.#text[this.#position] === ' ' && this.#delimiter !== ' ') this.#position++;
    const follows = this.#text[this.#position];
    if (follows !== undefined && follows !== this.#delimiter && !isLineEnd(this.#text, this.#position)) {
      throw this.#error('text follows the closing quote; quotes inside a quoted cell are doubled');
    }
    this.#takeSeparator();
  }

  #takeSeparator(): void {
    this.endsRow = this.#text[this.#position] !== this.#delimiter;
    if (!this.endsRow) {
      this.#position++;
    } else if (this.#position < this.#text.length) {
      this.#position += this.#text.startsWith('\r\n', this.#position) ? 2 : 1;
      this.#nextLine++;
    }
  }

  #error(problem: string): FileFormatError {
    return new FileFormatError('csv', problem, { line: this.line, column: this.column });
  }
}
