import { MemoryLimitError } from '@rubato/core';
import { ArpaFormatError } from './arpa-format-error.ts';
import { NgramModel } from './ngram-model.ts';
import { NgramTable, tableBytes } from './ngram-table.ts';

/** What a word costs beside its n-grams and its characters, roughly: a string and its place in a map and in a list. */
const WORD_BYTES = 100;
const CHARACTER_BYTES = 2;
/** The largest magnitude of a logarithm. Larger ones are no probabilities, and sums of them would leave float64's range or precision. */
const LARGEST_LOG10 = 1e6;
const UNKNOWN = '<unk>';
/** log10 p of `<unk>` where the file has none; as KenLM takes it. */
const MISSING_UNKNOWN = -100;
/** In all; the hash of more would need longer numbers. */
const MOST_NGRAMS = 2 ** 29;

/** Reads an ARPA file line by line. */
export class ArpaReader {
  readonly #maxBytes: number;
  readonly #counts: number[] = [];
  /** The n-grams that the counts announce. */
  #announced = 0;
  /** What the model takes so far. */
  #bytes = 0;
  readonly #words: Map<string, number> = new Map();
  #table: NgramTable | undefined;
  #line = 0;
  /** 'preamble', 'counts', 'end', or n in the section of n-grams. */
  #section: 'preamble' | 'counts' | 'end' | number = 'preamble';
  #left = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  readLine(text: string): void {
    this.#line++;
    if (this.#section === 'end') return;
    if (this.#section === 'preamble') {
      if (text.trim() === '\\data\\') this.#section = 'counts';
      return;
    }
    const line = trimmed(text);
    if (line === '') return;
    if (line.startsWith('\\') && this.#isHeader(line)) return this.#readHeader(line);
    if (this.#section === 'counts') return this.#readCount(line);
    this.#readNgram(line, this.#section);
  }

  finish(): NgramModel {
    if (this.#section === 'preamble') throw new ArpaFormatError(Math.max(this.#line, 1), 'the end of the file', '\\data\\');
    if (this.#section !== 'end') throw new ArpaFormatError(this.#line, 'the end of the file', '\\end\\');
    return new NgramModel(this.#table!, this.#words, this.#counts.length);
  }

  #fail(found: string, expected: string): never {
    throw new ArpaFormatError(this.#line, found, expected);
  }

  /** An n-gram may begin with a backslash too, but it has more to it. */
  #isHeader(line: string): boolean {
    return !/[ \t]/.test(line);
  }

  #readCount(line: string): void {
    const parts = /^ngram\s+(\d+)\s*=\s*(\d+)$/.exec(line);
    const order = this.#counts.length + 1;
    if (parts === null || Number(parts[1]) !== order) this.#fail(line, `ngram ${order}=COUNT, or \\1-grams:`);
    const count = Number(parts[2]);
    this.#counts.push(count);
    this.#announced += count;
    if (this.#announced > MOST_NGRAMS) this.#fail(line, `at most ${MOST_NGRAMS} n-grams in all`);
  }

  #readHeader(line: string): void {
    const { length: order } = this.#counts;
    const next = typeof this.#section === 'number' ? this.#section + 1 : 1;
    const expected = next > order && order > 0 ? '\\end\\' : `\\${next}-grams:`;
    if (this.#section === 'counts' && order === 0) this.#fail(line, 'ngram 1=COUNT');
    if (this.#left > 0) this.#fail(line, `${this.#left} more ${next - 1}-grams, as ngram ${next - 1}=${this.#counts[next - 2]} says`);
    if (line !== expected) this.#fail(line, expected);
    if (next === 2) this.#addUnknown();
    if (line === '\\end\\') {
      this.#section = 'end';
      return;
    }
    if (next === 1) this.#makeTable();
    this.#section = next;
    this.#left = this.#counts[next - 1];
  }

  #makeTable(): void {
    // <unk> may come to them.
    const ngrams = this.#announced + 1;
    this.#take(tableBytes(ngrams) + WORD_BYTES * this.#counts[0]);
    this.#table = new NgramTable(ngrams);
  }

  #take(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#maxBytes) throw new MemoryLimitError('the language model', this.#bytes, this.#maxBytes);
  }

  #addUnknown(): void {
    if (this.#words.has(UNKNOWN)) return;
    this.#words.set(UNKNOWN, this.#words.size);
    this.#table!.add(0, this.#words.size - 1, MISSING_UNKNOWN * Math.LN10, 0);
  }

  #readNgram(line: string, order: number): void {
    if (this.#left === 0) this.#fail(line, `no more than the ${this.#counts[order - 1]} ${order}-grams that ngram ${order} says`);
    const fields = line.split(/[ \t]+/);
    if (fields.length !== order + 1 && fields.length !== order + 2) {
      this.#fail(line, `log10 p, ${order} words and perhaps a log10 back-off weight`);
    }
    const logProbability = this.#readNumber(fields[0]) * Math.LN10;
    if (logProbability > 0) this.#fail(fields[0], 'log10 of a probability, at most 0');
    const weight = fields.length === order + 2 ? this.#readNumber(fields[order + 1]) * Math.LN10 : 0;
    // The longest n-grams are no contexts, whatever the file says.
    const backoff = order < this.#counts.length ? weight : 0;
    if (order === 1) this.#addWord(fields[1]);
    const table = this.#table!;
    let context = 0;
    for (let i = 1; i < order; i++) {
      const found = table.find(context, this.#wordNumber(fields[i]));
      if (found === 0) this.#fail(fields.slice(1, order).join(' '), `a context that stands among the ${order - 1}-grams`);
      context = found;
    }
    const word = this.#wordNumber(fields[order]);
    if (table.find(context, word) !== 0) this.#fail(fields.slice(1, order + 1).join(' '), 'each n-gram once');
    table.add(context, word, logProbability, backoff);
    this.#left--;
  }

  #addWord(text: string): void {
    const word = nameOf(text);
    if (this.#words.has(word)) this.#fail(word, 'each n-gram once');
    this.#take(CHARACTER_BYTES * word.length);
    // A part of a string keeps all of it in memory, here a piece of the file: a word gets a string of its own.
    this.#words.set(` ${word}`.slice(1), this.#words.size);
  }

  #wordNumber(word: string): number {
    return this.#words.get(nameOf(word)) ?? this.#fail(word, 'a word that stands among the 1-grams');
  }

  #readNumber(text: string): number {
    if (/^-inf(inity)?$/i.test(text)) return -Infinity;
    if (!/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text)) this.#fail(text, 'a number');
    const value = Number(text);
    return Math.abs(value) <= LARGEST_LOG10 ? value : this.#fail(text, `a number from ${-LARGEST_LOG10} to ${LARGEST_LOG10}, or -inf`);
  }
}

/** KenLM takes either spelling for the unknown word. */
function nameOf(word: string): string {
  return word === '<UNK>' ? UNKNOWN : word;
}

/** Without the blanks around it. Other white space may be part of a word. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start++;
  while (end > start && (isBlank(text[end - 1]) || text[end - 1] === '\r')) end--;
  return text.slice(start, end);
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}
