import { checkNumber, checkOptions, refuse } from '../check.ts';
import { ArpaReader } from './arpa-reader.ts';
import { LineSplitter } from './line-splitter.ts';
import type { NgramModel } from './ngram-model.ts';

export interface ReadArpaOptions {
  /** The most memory that the model may take. What its counts announce is refused beforehand, long words as they come. Default 2³⁰. */
  readonly maxBytes?: number;
}

/** Text or UTF-8 bytes. */
export type ArpaChunk = string | Uint8Array;

/**
 * Reads an n-gram language model of any order from an ARPA file, whole or in pieces.
 *
 * Each line of `\\n-grams:` is `log10 p`, n words, and for contexts `log10` of the back-off weight (0 where absent), with blanks or tabs
 * between. What stands before `\\data\\` and behind `\\end\\` is skipped. `<UNK>` is `<unk>`, and a missing one gets log10 p = -100.
 * Logarithms are from -10⁶ to 10⁶, or `-inf`; lines have at most 2¹⁶ characters. A model takes 36 to 44 bytes an n-gram, about 100 a word
 * and 2 a character of a word.
 * Sources: Stolcke, "SRILM", ICSLP 2002, ngram-format(5); Heafield, "KenLM", WMT 2011 (`<unk>`).
 *
 * @param source the text, or its pieces in order, cut anywhere
 * @throws ArpaFormatError with the line, what stands there and what would be right
 * @throws MemoryLimitError before the memory is taken
 *
 * @example
 * ```ts
 * import { ArpaFormatError, readArpa } from '@rubato/decoders';
 * const text = '\\data\\\nngram 1=2\n\n\\1-grams:\n-0.3\tC\n-0.3\tD\n\n\\end\\\n';
 * const model = readArpa([text.slice(0, 20), text.slice(20)]);
 * [model.order, model.vocabulary]; // → [1, ['C', 'D', '<unk>']]
 * let line;
 * try {
 *   readArpa(text.replace('-0.3', '0.3'));
 * } catch (error) {
 *   if (error instanceof ArpaFormatError) line = error.line;
 * }
 * line; // → 5
 * ```
 */
export function readArpa(source: ArpaChunk | Iterable<ArpaChunk>, options: ReadArpaOptions = {}): NgramModel {
  const iterable = isChunk(source) || (typeof source === 'object' && source !== null && Symbol.iterator in source);
  if (!iterable) refuse('source', source, 'text, bytes, or a list of such');
  const { reader, splitter } = openReader(options);
  for (const chunk of isChunk(source) ? [source] : source) splitter.push(checked(chunk));
  splitter.finish();
  return reader.finish();
}

/**
 * The same from pieces that come one by one: a file's stream, a response's body.
 *
 * @throws InvalidArgumentError for a source that gives no pieces
 * @throws ArpaFormatError with the line, what stands there and what would be right
 * @throws MemoryLimitError before the memory is taken
 */
export async function readArpaStream(source: AsyncIterable<ArpaChunk>, options: ReadArpaOptions = {}): Promise<NgramModel> {
  const gives = typeof source === 'object' && source !== null && (Symbol.asyncIterator in source || Symbol.iterator in source);
  if (!gives) refuse('source', source, 'pieces of text or bytes that come one by one');
  const { reader, splitter } = openReader(options);
  for await (const chunk of source) splitter.push(checked(chunk));
  splitter.finish();
  return reader.finish();
}

function openReader(options: ReadArpaOptions): { readonly reader: ArpaReader; readonly splitter: LineSplitter } {
  checkOptions(options, ['maxBytes']);
  const { maxBytes = 2 ** 30 } = options;
  checkNumber('options.maxBytes', maxBytes, 0, Number.MAX_SAFE_INTEGER);
  const reader = new ArpaReader(maxBytes);
  return { reader, splitter: new LineSplitter((line) => reader.readLine(line)) };
}

function isChunk(value: unknown): value is ArpaChunk {
  return typeof value === 'string' || value instanceof Uint8Array;
}

function checked(chunk: unknown): ArpaChunk {
  return isChunk(chunk) ? chunk : refuse('source', chunk, 'text or bytes');
}
