import { checkWhole, isList, refuse } from '../check.ts';
import type { Blank } from '../posteriors/posteriors.ts';
import type { ColumnRange, WordGrouping } from './options.ts';

/** Tokens, or words: ranges of columns, ascending, that do not meet. */
export interface Units {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** Words as ranges of tokens. */
export interface TokenRanges {
  readonly firstToken: Int32Array;
  readonly tokenCount: Int32Array;
}

/** Each column whose class is not the blank. */
export function tokensOfClasses(classes: Int32Array, blank: Blank): Units {
  const columns = Int32Array.from(classes.keys()).filter((m) => classes[m] !== blank);
  return { first: columns, last: columns };
}

/** The caller's tokens, checked. */
export function tokensOfRanges(ranges: readonly ColumnRange[], columns: number, item: number): Units {
  if (!isList(ranges)) refuse('options.tokens', ranges, 'a list of column ranges [first, last]', [item]);
  let previous = -1;
  for (let l = 0; l < ranges.length; l++) {
    const range: unknown = ranges[l];
    if (!isList(range) || range.length !== 2) refuse('options.tokens', range, 'a pair [first column, last column]', [item, l]);
    checkWhole('options.tokens', range[0], previous + 1, columns - 1, [item, l, 0]);
    checkWhole('options.tokens', range[1], range[0] as number, columns - 1, [item, l, 1]);
    previous = range[1] as number;
  }
  return { first: Int32Array.from(ranges, ([first]) => first), last: Int32Array.from(ranges, ([, last]) => last) };
}

/** Which tokens make a word. Delimiters belong to none, and nothing stands between two that follow each other. */
export function groupWords(words: WordGrouping, labels: Int32Array, item: number): TokenRanges {
  const firstToken: number[] = [];
  const tokenCount: number[] = [];
  const add = (first: number, count: number): void => {
    if (count === 0) return;
    firstToken.push(first);
    tokenCount.push(count);
  };
  let begin = 0;
  if ('delimiter' in words) {
    for (let l = 0; l <= labels.length; l++) {
      if (l < labels.length && labels[l] !== words.delimiter) continue;
      add(begin, l - begin);
      begin = l + 1;
    }
  } else {
    const lengths: unknown = words.lengths[item];
    if (!isList(lengths)) refuse('options.words.lengths', lengths, 'a list of numbers of tokens, one per word', [item]);
    for (let w = 0; w < lengths.length; w++) {
      checkWhole('options.words.lengths', lengths[w], 1, labels.length - begin, [item, w]);
      add(begin, lengths[w] as number);
      begin += lengths[w] as number;
    }
    if (begin !== labels.length) refuse('options.words.lengths', begin, `a sum of ${labels.length}, the number of tokens`, [item]);
  }
  return { firstToken: Int32Array.from(firstToken), tokenCount: Int32Array.from(tokenCount) };
}

/** A word's columns reach from its first token's to its last one's, what stands between them included. */
export function wordUnits({ firstToken, tokenCount }: TokenRanges, tokens: Units): Units {
  return {
    first: firstToken.map((token) => tokens.first[token]),
    last: firstToken.map((token, w) => tokens.last[token + tokenCount[w] - 1]),
  };
}

/** The unit of each column, -1 where it belongs to none. */
export function unitOfColumns({ first, last }: Units, columns: number): Int32Array {
  const units = new Int32Array(columns).fill(-1);
  for (let u = 0; u < first.length; u++) units.fill(u, first[u], last[u] + 1);
  return units;
}
