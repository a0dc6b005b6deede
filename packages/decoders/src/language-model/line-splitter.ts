import { ArpaFormatError } from './arpa-format-error.ts';

/** Longer lines are refused: a file without lines cannot fill the memory, and none takes long. */
const LONGEST_LINE = 2 ** 16;

/** Cuts text that comes in pieces, cut anywhere, into lines. */
export class LineSplitter {
  readonly #take: (line: string) => void;
  readonly #decoder: TextDecoder = new TextDecoder('utf-8', { fatal: true });
  #rest = '';
  #lines = 0;

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  push(chunk: string | Uint8Array): void {
    this.#cut(typeof chunk === 'string' ? chunk : this.#decode(chunk, true));
  }

  finish(): void {
    this.#cut(this.#decode(new Uint8Array(0), false));
    if (this.#rest !== '') this.#take(this.#rest);
  }

  #decode(chunk: Uint8Array, stream: boolean): string {
    try {
      return this.#decoder.decode(chunk, { stream });
    } catch {
      throw new ArpaFormatError(this.#lines + 1, 'bytes near this line that are no text', 'UTF-8');
    }
  }

  #cut(chunk: string): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf('\n', start);
      if (end < 0) break;
      const line = this.#rest + chunk.slice(start, end);
      this.#checkLength(line);
      this.#rest = '';
      this.#lines++;
      this.#take(line);
      start = end + 1;
    }
    this.#rest += chunk.slice(start);
    this.#checkLength(this.#rest);
  }

  #checkLength(line: string): void {
    if (line.length <= LONGEST_LINE) return;
    throw new ArpaFormatError(this.#lines + 1, `more than ${LONGEST_LINE} characters`, 'lines of text');
  }
}
