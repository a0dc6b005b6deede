import { InvalidArgumentError } from '@rubato/core';
import { checkOptions, checkWhole, isList, refuse } from '../check.ts';

export interface VocabularyOptions {
  /** The symbol of the class that stands between words, `' '` or `'|'` for example. Default: there is none. */
  readonly delimiter?: string;
}

/**
 * The symbols of the classes: how labels spell words.
 *
 * A symbol is a character, a piece of a word, a phone, a note name. A class with the symbol `''` spells nothing: the blank, for example.
 * Words are spelled with the longest symbols that fit, going back where they lead nowhere.
 *
 * @throws InvalidArgumentError naming the class whose symbol is none or is another class's too, and a delimiter that is no symbol
 *
 * @example
 * ```ts
 * import { Vocabulary } from '@rubato/decoders';
 * const vocabulary = new Vocabulary(['', '|', 'c', 'a', 't'], { delimiter: '|' });
 * vocabulary.text([2, 3, 4, 1, 3]); // → 'cat|a'
 * vocabulary.words([2, 3, 4, 1, 3]); // → ['cat', 'a']
 * vocabulary.spell('act'); // → [3, 2, 4]
 * vocabulary.spell('axe'); // → undefined
 * ```
 */
export class Vocabulary {
  readonly symbols: readonly string[];
  /** The class that stands between words, or undefined. */
  readonly delimiter: number | undefined;
  readonly #classes: Map<string, number> = new Map();
  readonly #longest: number;

  constructor(symbols: readonly string[], options: VocabularyOptions = {}) {
    checkOptions(options, ['delimiter']);
    if (!isList(symbols) || symbols.length === 0) refuse('symbols', symbols, 'a list of strings, one for each class');
    for (let k = 0; k < symbols.length; k++) {
      const symbol: unknown = symbols[k];
      if (typeof symbol !== 'string') refuse('symbols', symbol, 'a string', [k]);
      if (symbol === '') continue;
      const other = this.#classes.get(symbol);
      if (other !== undefined) refuse('symbols', symbol, `a symbol of its own, not that of class ${other}`, [k]);
      this.#classes.set(symbol, k);
    }
    this.symbols = Object.freeze([...symbols]);
    this.#longest = symbols.reduce((most, symbol) => Math.max(most, symbol.length), 0);
    const { delimiter } = options;
    if (delimiter !== undefined && !this.#classes.has(delimiter)) refuse('options.delimiter', delimiter, 'one of the symbols');
    this.delimiter = delimiter === undefined ? undefined : this.#classes.get(delimiter);
  }

  /** What the labels spell, delimiters included. */
  text(labels: ArrayLike<number>): string {
    return Array.from(labels, (label, l) => this.#symbol(label, l)).join('');
  }

  /** The words between the delimiters; without a delimiter each label is a word. */
  words(labels: ArrayLike<number>): string[] {
    const words: string[] = [];
    let word = '';
    for (let l = 0; l < labels.length; l++) {
      if (labels[l] !== this.delimiter) word += this.#symbol(labels[l], l);
      if (this.delimiter !== undefined && labels[l] !== this.delimiter && l < labels.length - 1) continue;
      if (word !== '') words.push(word);
      word = '';
    }
    return words;
  }

  /** The labels that spell a word, without the delimiter; undefined where no symbols do. */
  spell(word: string): number[] | undefined {
    // From the end: the longest symbol at each place from which the rest can be spelled, or 0.
    const lengths = new Int32Array(word.length + 1);
    for (let place = word.length - 1; place >= 0; place--) {
      for (let length = Math.min(this.#longest, word.length - place); length > 0 && lengths[place] === 0; length--) {
        const rest = place + length;
        const fits = rest === word.length || lengths[rest] > 0;
        if (fits && this.#classAt(word, place, length) !== undefined) lengths[place] = length;
      }
    }
    if (lengths[0] === 0) return undefined;
    const labels: number[] = [];
    for (let place = 0; place < word.length; place += lengths[place]) labels.push(this.#classAt(word, place, lengths[place])!);
    return labels;
  }

  /** The same for words with spaces between: the delimiter stands for each run of them; without one, symbols spell the spaces too. */
  spellPhrase(phrase: string): number[] | undefined {
    if (this.delimiter === undefined) return this.spell(phrase) ?? this.spell(phrase.trim());
    const words = phrase.trim().split(/\s+/u);
    const labels: number[] = [];
    for (const word of words) {
      const spelled = this.spell(word);
      if (spelled === undefined) return undefined;
      if (labels.length > 0) labels.push(this.delimiter);
      labels.push(...spelled);
    }
    return labels;
  }

  /** The class of these characters, unless it is the delimiter. */
  #classAt(word: string, place: number, length: number): number | undefined {
    const label = this.#classes.get(word.slice(place, place + length));
    return label === this.delimiter ? undefined : label;
  }

  #symbol(label: number, l: number): string {
    checkWhole('labels', label, 0, this.symbols.length - 1, [l]);
    return this.symbols[label];
  }
}

/** Refuses anything but a vocabulary. */
export function checkVocabulary(value: unknown): asserts value is Vocabulary {
  if (!(value instanceof Vocabulary)) refuse('vocabulary', value, 'a Vocabulary');
}

/** Refuses a vocabulary that has no delimiter; answers it. */
export function delimiterOf(vocabulary: Vocabulary): number {
  if (vocabulary.delimiter !== undefined) return vocabulary.delimiter;
  throw new InvalidArgumentError({ argument: 'vocabulary.delimiter', found: 'absent', expected: 'the symbol that stands between words' });
}

/** Refuses to work on other classes than the vocabulary's, or where the blank stands between words. */
export function checkClasses(vocabulary: Vocabulary, classes: number, blank: number | undefined): void {
  const { symbols, delimiter } = vocabulary;
  if (symbols.length !== classes) refuse('vocabulary.symbols', symbols, `${classes} symbols, one for each class of the posteriors`);
  if (delimiter !== undefined && delimiter === blank) refuse('vocabulary.delimiter', delimiter, 'another class than the blank');
}

/** The number of the first word with a label, by label; -1 where no word has it. */
export function firstWords(words: readonly ArrayLike<number>[], { symbols }: Vocabulary): Int32Array {
  const result = new Int32Array(symbols.length).fill(-1);
  for (let w = words.length - 1; w >= 0; w--) for (let l = 0; l < words[w].length; l++) result[words[w][l]] = w;
  return result;
}

/** Refuses a word that needs the blank, which no label sequence has. */
export function checkBlankless(firstWord: Int32Array, blank: number | undefined): void {
  if (blank === undefined || firstWord[blank] < 0) return;
  throw new InvalidArgumentError({
    argument: 'words',
    index: [firstWord[blank]],
    found: `a word with class ${blank}`,
    expected: 'a word without the blank',
  });
}

/** The labels of a word given as text or as labels; refuses one that cannot be spelled. */
export function labelsOf(word: unknown, vocabulary: Vocabulary, argument: string, index: number): ArrayLike<number> {
  if (typeof word === 'string') {
    return vocabulary.spellPhrase(word) ?? refuse(argument, word, 'a word that the symbols of the classes can spell', [index]);
  }
  if (!isList(word) || word.length === 0) refuse(argument, word, 'a word, or the list of its labels', [index]);
  for (let l = 0; l < word.length; l++) checkWhole(argument, word[l], 0, vocabulary.symbols.length - 1, [index, l]);
  return word as ArrayLike<number>;
}
