import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Scorer } from '@rubato/decoders';
import { hotWords, prefixBeamSearch, readArpa, wordLanguageModel } from '@rubato/decoders';
import type { Absence } from '../contenders/contender.ts';
import type { DecodingCase, DecodingInput } from './decoding-input.ts';
import { makeArpa } from './decoding-input.ts';
import { textbookBeamSearch } from './textbook-beam-search.ts';

/** The best label sequence, and the ln p that the search has gathered for it. */
export interface Decoded {
  readonly labels: ArrayLike<number>;
  readonly logProbability: number;
}

/** Somebody who decodes; `decode` is what is timed. */
export interface DecodingContender {
  readonly id: string;
  readonly label: string;
  readonly ours: boolean;
  /** Whether the answer is to be that of a plain beam search. */
  readonly plain: boolean;
  prepare(input: DecodingInput, decodingCase: DecodingCase): () => Decoded;
}

const HOT_WORDS = 100;

const ours = (id: string, label: string, scorersOf?: (input: DecodingInput) => readonly Scorer[]): DecodingContender => ({
  id,
  label,
  ours: true,
  plain: scorersOf === undefined,
  prepare(input, { beamWidth }) {
    const posteriors = { data: input.data, shape: input.shape, form: 'logProbabilities' } as const;
    const options = { beamWidth, ...(scorersOf === undefined ? {} : { scorers: scorersOf(input) }) };
    return () => prefixBeamSearch(posteriors, options)[0][0];
  },
});

const hot = ({ words, vocabulary }: DecodingInput): Scorer => hotWords(words.slice(0, HOT_WORDS), vocabulary);
const languageModel = ({ words, vocabulary }: DecodingInput): Scorer =>
  wordLanguageModel(readArpa(makeArpa(words, 1)), vocabulary, { unknownOffset: -10 });

/** Rubato's, plain and with all that may be added, and the search of textbooks. */
export const decodingContenders: readonly DecodingContender[] = [
  ours('plain', '@rubato/decoders'),
  ours('hot', `with ${HOT_WORDS} hot words`, (input) => [hot(input)]),
  ours('model', 'with a language model', (input) => [languageModel(input)]),
  ours('both', 'with both', (input) => [languageModel(input), hot(input)]),
  {
    id: 'textbook',
    label: 'textbook, TypeScript',
    ours: false,
    plain: true,
    prepare:
      ({ data, shape: [, frames, classes] }, { beamWidth }) =>
      () =>
        textbookBeamSearch(data, frames, classes, beamWidth),
  },
];

interface NpmBeamSearch {
  readonly Vocabulary: new (indices: Readonly<Record<string, number>>, blank: number) => object;
  readonly CTCBeamSearch: new (vocabulary: object) => {
    search(rows: readonly (readonly number[])[], width: number): { readonly seq: readonly number[]; readonly pTotal: number }[];
  };
}

/** The npm package ctc-beam-search, where somebody has installed it into a folder of his own. Its blank is the last class. */
export function npmBeamSearch(folder: string): DecodingContender | Absence {
  let peer: NpmBeamSearch;
  try {
    peer = createRequire(join(resolve(folder), 'package.json'))('ctc-beam-search') as NpmBeamSearch;
  } catch {
    return { absent: `not in ${folder}: npm install --prefix ${folder} ctc-beam-search` };
  }
  return {
    id: 'ctc-beam-search',
    label: 'ctc-beam-search (npm)',
    ours: false,
    // It takes the blank after a blank for impossible, and so other sequences for the best.
    plain: false,
    prepare({ data, shape: [, frames, classes], vocabulary }, { beamWidth }) {
      const rows = Array.from({ length: frames }, (_, n) => {
        const [blank, ...rest] = data.subarray(n * classes, (n + 1) * classes);
        return [...rest, blank];
      });
      const indices = Object.fromEntries(vocabulary.symbols.slice(1).map((symbol, k) => [symbol, k]));
      const search = new peer.CTCBeamSearch(new peer.Vocabulary(indices, classes - 1));
      return () => {
        const [best] = search.search(rows, beamWidth);
        return { labels: best.seq.map((k) => k + 1), logProbability: best.pTotal };
      };
    },
  };
}
