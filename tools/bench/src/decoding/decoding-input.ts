import type { RandomGenerator } from '@rubato/core';
import { createRandom } from '@rubato/core';
import { Vocabulary } from '@rubato/decoders';

/** What is decoded, and at which width. */
export interface DecodingCase {
  readonly name: string;
  /** With the blank, which is 0, and the delimiter, which is 1. */
  readonly classes: number;
  readonly frames: number;
  readonly beamWidth: number;
  readonly quick?: boolean;
}

/** A recording's posteriors, and the words that it may be of. */
export interface DecodingInput {
  /** ln p, [1, frames, classes]. */
  readonly data: Float64Array;
  readonly shape: readonly [1, number, number];
  readonly vocabulary: Vocabulary;
  /** What a language model knows. */
  readonly words: readonly string[];
}

const WORDS = 2000;

/** Words said one after another, each label for some frames, with noise: most frames are sure of themselves, some are not. */
export function makeDecodingInput({ classes, frames }: DecodingCase, seed: number): DecodingInput {
  const random = createRandom(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const symbols = Array.from({ length: classes }, (_, k) => (k === 0 ? '' : k === 1 ? ' ' : String.fromCodePoint(0x61 + k)));
  const vocabulary = new Vocabulary(symbols, { delimiter: ' ' });
  const words = [
    ...new Set(Array.from({ length: WORDS }, () => Array.from({ length: 2 + below(6) }, () => symbols[2 + below(classes - 2)]).join(''))),
  ];
  const said: number[] = [];
  while (said.length < frames) {
    for (const label of [...vocabulary.spell(words[below(words.length)])!, 1]) {
      const lasts = 1 + below(3);
      for (let n = 0; n < lasts; n++) said.push(label);
      for (let n = 1 + below(3); n > 0; n--) said.push(0);
    }
  }
  const data = new Float64Array(frames * classes);
  for (let n = 0; n < frames; n++) writeFrame(data, n * classes, classes, said[n], random);
  return { data, shape: [1, frames, classes], vocabulary, words };
}

function writeFrame(data: Float64Array, at: number, classes: number, label: number, random: RandomGenerator): void {
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    data[at + k] = 3 * random() + (k === label ? 2 + 8 * random() : 0);
    sum += Math.exp(data[at + k]);
  }
  const shift = Math.log(sum);
  for (let k = 0; k < classes; k++) data[at + k] -= shift;
}

/** A bigram model of some words in the ARPA format. */
export function makeArpa(words: readonly string[], seed: number): string {
  const random = createRandom(seed);
  const probability = (): string => (-1 - 3 * random()).toFixed(4);
  const pairs = words.map((word, w) => `${probability()}\t${word} ${words[(7 * w + 3) % words.length]}`);
  return [
    '\\data\\',
    `ngram 1=${words.length + 3}`,
    `ngram 2=${pairs.length}`,
    '',
    '\\1-grams:',
    '-99\t<s>\t-0.5',
    '-2\t</s>',
    '-5\t<unk>',
    ...words.map((word) => `${probability()}\t${word}\t-0.4`),
    '',
    '\\2-grams:',
    ...pairs,
    '',
    '\\end\\',
    '',
  ].join('\n');
}
