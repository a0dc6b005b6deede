import { excerpt } from './excerpt.ts';
import { FileFormatError } from './file-format-error.ts';
import { MOST_DIMENSIONS } from './shape.ts';

/** What the header of an .npy file says. */
export interface NpyHeader {
  /** The element type as numpy writes it, for example `'<f4'`. */
  readonly descr: string;
  /** Whether the file holds the first index fastest. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/**
 * Reads the header's Python dictionary literal: exactly the keys `descr`, `fortran_order` and `shape`, once each.
 *
 * Only the subset of Python that numpy writes is understood; nothing is ever evaluated.
 * @param start the byte at which the literal stands in the file, for messages
 * @throws FileFormatError at the byte where the literal stops being one
 */
export function parseNpyHeader(literal: string, start: number): NpyHeader {
  const cursor = new LiteralCursor(literal, start);
  let descr: string | undefined;
  let fortranOrder: boolean | undefined;
  let shape: readonly number[] | undefined;
  cursor.take('{');
  while (!cursor.accept('}')) {
    const keyStart = cursor.position;
    const key = cursor.string('a key in quotes');
    cursor.take(':');
    if (key === 'descr' && descr === undefined) {
      if (cursor.peek() === '[') cursor.fail('the type is structured (named fields); only plain numbers are read');
      descr = cursor.string("a type in quotes, such as '<f4'");
    } else if (key === 'fortran_order' && fortranOrder === undefined) {
      fortranOrder = cursor.truth();
    } else if (key === 'shape' && shape === undefined) {
      shape = cursor.sides();
    } else {
      const right = 'a header has descr, fortran_order and shape, once each';
      cursor.fail(`the key ${excerpt(key)} is unknown or stands twice; ${right}`, keyStart);
    }
    if (!cursor.accept(',') && cursor.peek() !== '}') cursor.fail('expected a comma or the closing brace');
  }
  cursor.end();
  if (descr === undefined || fortranOrder === undefined || shape === undefined) {
    return cursor.fail('the header lacks one of descr, fortran_order and shape', 0);
  }
  return { descr, fortranOrder, shape };
}

/** Walks over the literal; every method skips the white space before what it reads. */
class LiteralCursor {
  readonly #text: string;
  readonly #start: number;
  position = 0;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#start = start;
  }

  fail(problem: string, position: number = this.position): never {
    const found = position < this.#text.length ? `, found ${excerpt(this.#text.slice(position, position + 20))}` : '';
    throw new FileFormatError('npy', `header: ${problem}${found}`, { byte: this.#start + position });
  }

  peek(): string {
    while (' \t\n\r'.includes(this.#text[this.position] ?? 'end')) this.position++;
    return this.#text[this.position] ?? '';
  }

  accept(mark: string): boolean {
    if (this.peek() !== mark) return false;
    this.position++;
    return true;
  }

  take(mark: string): void {
    if (!this.accept(mark)) this.fail(`expected "${mark}"`);
  }

  string(expected: string): string {
    const quote = this.peek();
    if (quote !== "'" && quote !== '"') this.fail(`expected ${expected}`);
    const from = this.position + 1;
    const to = this.#text.indexOf(quote, from);
    if (to < 0) this.fail('expected a closing quote');
    const content = this.#text.slice(from, to);
    if (/[\\\n\r]/.test(content)) this.fail('expected a text of one line without backslashes');
    this.position = to + 1;
    return content;
  }

  truth(): boolean {
    this.peek();
    for (const word of ['True', 'False']) {
      if (!this.#text.startsWith(word, this.position)) continue;
      this.position += word.length;
      return word === 'True';
    }
    return this.fail('expected True or False');
  }

  /** A tuple of whole numbers: `()`, `(3,)`, `(3, 4)`, `(3, 4, )`. */
  sides(): readonly number[] {
    const sides: number[] = [];
    this.take('(');
    while (!this.accept(')')) {
      if (sides.length === MOST_DIMENSIONS) this.fail(`more than ${MOST_DIMENSIONS} dimensions`);
      sides.push(this.#wholeNumber());
      if (this.accept(',')) continue;
      if (this.peek() !== ')') this.fail('expected a comma or the closing parenthesis');
      if (sides.length === 1) this.fail('expected a comma: a tuple of one is written "(3,)"');
    }
    return sides;
  }

  #wholeNumber(): number {
    this.peek();
    let to = this.position;
    while (to < this.#text.length && this.#text[to] >= '0' && this.#text[to] <= '9') to++;
    if (to === this.position) this.fail('expected a whole number ≥ 0');
    const value = Number(this.#text.slice(this.position, to));
    if (!Number.isSafeInteger(value)) this.fail('a side of the shape is beyond 2^53 - 1');
    // Python 2 wrote long integers with an L.
    this.position = this.#text[to] === 'L' ? to + 1 : to;
    return value;
  }

  end(): void {
    this.peek();
    if (this.position < this.#text.length) this.fail('expected nothing but spaces after the closing brace');
  }
}
