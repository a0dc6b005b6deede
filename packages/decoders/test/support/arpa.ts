import fc from 'fast-check';

/** An n-gram as a line of an ARPA file has it, in log10. */
export interface Ngram {
  readonly words: readonly string[];
  readonly logProbability: number;
  readonly backoff: number;
}

/** The text of a file with these n-grams, and more words that it may begin with. */
export function arpaText(ngrams: readonly Ngram[], end: string = '\n'): string {
  const order = Math.max(...ngrams.map(({ words }) => words.length));
  const orders = Array.from({ length: order }, (_, n) => ngrams.filter(({ words }) => words.length === n + 1));
  const lines = ['made for a test', '', '\\data\\', ...orders.map((list, n) => `ngram ${n + 1}=${list.length}`), ''];
  orders.forEach((list, n) => {
    lines.push(`\\${n + 1}-grams:`);
    for (const { words, logProbability, backoff } of list) {
      const tail = n + 1 < order && backoff !== 0 ? `\t${backoff}` : '';
      lines.push(`${logProbability}\t${words.join(' ')}${tail}`);
    }
    lines.push('');
  });
  return [...lines, '\\end\\', ''].join(end);
}

/** log10 p(word | history) by the definition, from the list itself. */
export function backoffLog10(ngrams: readonly Ngram[], history: readonly string[], word: string): number {
  const find = (words: readonly string[]): Ngram | undefined => ngrams.find((ngram) => ngram.words.join(' ') === words.join(' '));
  const known = find([word]) === undefined ? '<unk>' : word;
  const order = Math.max(...ngrams.map(({ words }) => words.length));
  const from = (context: readonly string[]): number => {
    const hit = find([...context, known]);
    if (hit !== undefined) return hit.logProbability;
    // Without <unk> in the file.
    if (context.length === 0) return -100;
    return (find(context)?.backoff ?? 0) + from(context.slice(1));
  };
  const heard = history.map((w) => (find([w]) === undefined ? '<unk>' : w));
  return from(order === 1 ? [] : heard.slice(-(order - 1)));
}

const log10 = fc.integer({ min: -300, max: 0 }).map((n) => n / 100);
const backoff10 = fc.integer({ min: -200, max: 50 }).map((n) => n / 100);

/** Random models over these words: every 1-gram, and longer ones whose contexts are there. */
export function ngramsArbitrary(words: readonly string[], most: number = 3): fc.Arbitrary<Ngram[]> {
  return fc.integer({ min: 1, max: most }).chain((order) =>
    fc
      .array(fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: Math.max(order, 2) }), { maxLength: order === 1 ? 0 : 12 })
      .map((longer) => {
        const all = new Set(words);
        // Each with all its beginnings.
        for (const ngram of longer) for (let n = 2; n <= ngram.length; n++) all.add(ngram.slice(0, n).join(' '));
        return [...all].map((text) => text.split(' ')).filter((ngram) => ngram.length <= order);
      })
      .chain((ngrams) =>
        fc.tuple(...ngrams.map((ngram) => fc.record({ words: fc.constant(ngram), logProbability: log10, backoff: backoff10 }))),
      )
      // In the longest n-grams a back-off weight says nothing.
      .map((list) => {
        const longest = Math.max(...list.map((ngram) => ngram.words.length));
        return list.map((ngram) => (ngram.words.length === longest ? { ...ngram, backoff: 0 } : ngram));
      }),
  );
}
