import {
  ArpaFormatError,
  type HotWord,
  hotWords,
  labelLanguageModel,
  lexicon,
  readArpa,
  type Scorer,
  type Vocabulary,
  wordLanguageModel,
} from '@rubato/decoders';
import type { Environment } from '../environment.ts';
import { inCommandLineWords, UsageError } from '../errors.ts';
import { toNumber } from '../options/parse-number.ts';
import { readLines, type Symbols } from './symbols.ts';

/** What else counts in a beam search, as options say it. */
export interface ScorerOptions {
  readonly lm?: string;
  readonly alpha?: number;
  readonly beta?: number;
  readonly hotWords?: string;
  readonly lexicon?: string;
  readonly delimiter?: string;
  readonly maxBytes?: number;
}

/**
 * Language model, lexicon and hot words. With a delimiter the model is one of words, without one of labels.
 *
 * @throws UsageError naming the file and the line
 */
export async function makeScorers(
  options: ScorerOptions,
  symbols: Symbols | undefined,
  environment: Environment,
): Promise<readonly Scorer[]> {
  const { alpha, beta, delimiter } = options;
  for (const [name, value] of [['--alpha', alpha] as const, ['--beta', beta] as const]) {
    if (value !== undefined && options.lm === undefined) throw new UsageError(`${name} weighs a language model; give one with --lm`);
  }
  const wanted = [['--lm', options.lm] as const, ['--lexicon', options.lexicon] as const, ['--hot-words', options.hotWords] as const];
  for (const [name, value] of [...wanted, ['--delimiter', delimiter] as const]) {
    if (value !== undefined && symbols === undefined)
      throw new UsageError(`${name} needs the names of the classes; give them with --symbols`);
  }
  if (symbols === undefined) return [];
  const { vocabulary } = symbols;
  const scorers: Scorer[] = [];
  if (options.lm !== undefined) scorers.push(await languageModel(options.lm, options, vocabulary, environment));
  if (options.lexicon !== undefined) {
    if (delimiter === undefined) throw new UsageError('--lexicon needs --delimiter, the symbol that stands between words');
    scorers.push(await lexiconOf(options.lexicon, options.maxBytes, vocabulary, environment));
  }
  if (options.hotWords !== undefined) {
    const { words, place } = await readHotWords(options.hotWords, options.maxBytes, environment);
    scorers.push(inCommandLineWords({ words: ([w]) => place(w) }, () => hotWords(words, vocabulary)));
  }
  return scorers;
}

async function languageModel(
  file: string,
  { alpha, beta, maxBytes }: ScorerOptions,
  vocabulary: Vocabulary,
  environment: Environment,
): Promise<Scorer> {
  const bytes = await environment.files.read(file, maxBytes);
  const fusion = { ...(alpha === undefined ? {} : { alpha }), ...(beta === undefined ? {} : { beta }) };
  try {
    const model = readArpa(bytes, maxBytes === undefined ? {} : { maxBytes });
    return inCommandLineWords({ 'options.alpha': '--alpha', 'options.beta': '--beta' }, () =>
      vocabulary.delimiter === undefined ? labelLanguageModel(model, vocabulary, fusion) : wordLanguageModel(model, vocabulary, fusion),
    );
  } catch (error) {
    if (!(error instanceof ArpaFormatError)) throw error;
    throw new UsageError(`${file}: line ${error.line}: ${error.found}; expected ${error.expected}`, { cause: error });
  }
}

async function lexiconOf(file: string, maxBytes: number | undefined, vocabulary: Vocabulary, environment: Environment): Promise<Scorer> {
  const { words, lines } = await readWords(file, maxBytes, environment);
  if (words.length === 0) throw new UsageError(`${file} holds no words; give one a line`);
  return inCommandLineWords({ words: ([w]) => `${file}: line ${lines[w]}` }, () => lexicon(words, vocabulary));
}

/** The words of a file, one a line, and the lines that they stand in, from 1; empty lines are skipped. */
async function readWords(file: string, maxBytes: number | undefined, environment: Environment) {
  const words: string[] = [];
  const lines: number[] = [];
  for (const [i, line] of (await readLines(file, environment, maxBytes)).entries()) {
    if (line.trim() === '') continue;
    words.push(line.trim());
    lines.push(i + 1);
  }
  return { words, lines };
}

/** Hot words apart by commas, or a .txt file with one a line; a weight behind a colon. */
async function readHotWords(
  text: string,
  maxBytes: number | undefined,
  environment: Environment,
): Promise<{ readonly words: readonly HotWord[]; readonly place: (word: number) => string }> {
  if (/\.txt$/i.test(text)) {
    const { words, lines } = await readWords(text, maxBytes, environment);
    const place = (w: number): string => `${text}: line ${lines[w]}`;
    return { words: words.map((word, w) => hotWord(word, place(w))), place };
  }
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) throw new UsageError('--hot-words is empty; give words apart by commas, or a .txt file');
  const place = (w: number): string => `--hot-words: word ${w + 1}`;
  return { words: words.map((word, w) => hotWord(word, place(w))), place };
}

/** `Bach` or `Bach:5`; a colon at the end or the beginning belongs to the word. */
function hotWord(text: string, place: string): HotWord {
  const match = /^(.+):([^:\s]+)$/.exec(text);
  if (match === null) return { word: text };
  const weight = toNumber(match[2]);
  if (Number.isFinite(weight)) return { word: match[1].trim(), weight };
  throw new UsageError(`${place}: the weight is '${match[2]}'; give a number, for example ${match[1]}:5`);
}
