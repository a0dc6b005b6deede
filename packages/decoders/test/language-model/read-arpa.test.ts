import { MemoryLimitError } from '@rubato/core';
import type { NgramModel } from '@rubato/decoders';
import { ArpaFormatError, readArpa, readArpaStream } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arpaText, ngramsArbitrary } from '../support/arpa.ts';
import { expectRefusal } from '../support/errors.ts';

const text = [
  'a comment',
  '',
  '\\data\\',
  'ngram 1=4',
  'ngram 2=2',
  'ngram  3 = 1',
  '',
  '\\1-grams:',
  '-1.5\t<unk>',
  '-0.5\t</s>',
  '-0.7\tdó\t-0.2',
  '-0.4 ré  -0.3',
  '',
  '\\2-grams:',
  '-0.1\tdó ré\t-0.05',
  '-0.2\tré dó\t-0.04',
  '',
  '\\3-grams:',
  '-0.01\tdó ré dó',
  '',
  '\\end\\',
  'what follows is skipped',
].join('\n');
const lines = text.split('\n');

function expectFormatError(broken: string, line: number, expected: RegExp): void {
  let thrown: unknown;
  try {
    readArpa(broken);
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof ArpaFormatError)) expect.fail(`no format error: ${String(thrown)}`);
  expect(thrown.line, thrown.message).toBe(line);
  expect(thrown.expected).toMatch(expected);
  expect(thrown.message).toContain(`line ${line}`);
}

/** The text with one line (from 1) changed. */
function withLine(line: number, changed: string | undefined): string {
  return lines.flatMap((old, i) => (i + 1 !== line ? [old] : changed === undefined ? [] : [changed])).join('\n');
}

/** Everything that a model says about sentences of these words. */
function sayings(model: NgramModel): number[] {
  const words = ['dó', 'ré', 'mi'];
  return words.flatMap((a) => words.flatMap((b) => words.map((c) => model.sentenceLogProbability([a, b, c]))));
}

describe('readArpa', () => {
  it('reads words, order and probabilities', () => {
    const model = readArpa(text);
    expect(model.order).toBe(3);
    expect(model.vocabulary).toEqual(['<unk>', '</s>', 'dó', 'ré']);
    const log10 = model.sentenceLogProbability(['dó', 'ré', 'dó', 'mi'], { end: false }) / Math.LN10;
    // dó; ré after it; dó after both; mi is unknown, and backs off from "ré dó" and from "dó".
    expect(log10).toBeCloseTo(-0.7 - 0.1 - 0.01 + (-0.04 - 0.2 - 1.5), 12);
  });

  it('reads the same from pieces cut anywhere, from bytes, with other ends of lines and a byte order mark', async () => {
    const whole = sayings(readArpa(text));
    const bytes = new TextEncoder().encode(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: bytes.length }), { maxLength: 6 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const parts = places.slice(1).map((end, i) => bytes.slice(places[i], end));
        expect(sayings(readArpa(parts))).toEqual(whole);
        const texts = places.slice(1).map((end, i) => text.slice(places[i], end));
        expect(sayings(readArpa(texts))).toEqual(whole);
        async function* stream(): AsyncGenerator<Uint8Array> {
          for (const part of parts) yield await Promise.resolve(part);
        }
        expect(sayings(await readArpaStream(stream()))).toEqual(whole);
      }),
    );
    expect(sayings(readArpa(bytes))).toEqual(whole);
    expect(sayings(readArpa(text.replaceAll('\n', '\r\n')))).toEqual(whole);
    expect(sayings(readArpa(`\ufeff${lines.slice(2).join('\n')}`))).toEqual(whole);
  });

  it('names the line of what is wrong, and what would be right', () => {
    expectFormatError('', 1, /\\data\\/);
    expectFormatError(lines.slice(0, 3).join('\n').replace('data', 'date'), 3, /\\data\\/);
    expectFormatError(withLine(5, 'ngram 3=2'), 5, /ngram 2=COUNT/);
    expectFormatError(withLine(5, 'ngram 2'), 5, /ngram 2=COUNT/);
    expectFormatError(lines.toSpliced(3, 3).join('\n'), 5, /ngram 1=COUNT/);
    expectFormatError(withLine(4, 'ngram 1=99999999999999'), 4, /at most/);
    expectFormatError(withLine(8, '\\2-grams:'), 8, /\\1-grams:/);
    expectFormatError(withLine(9, '-1.5x\t<unk>'), 9, /a number/);
    expectFormatError(withLine(9, '0.5\t<unk>'), 9, /at most 0/);
    expectFormatError(withLine(9, 'nan\t<unk>'), 9, /a number/);
    expectFormatError(withLine(9, '-1.5'), 9, /log10 p, 1 words/);
    expectFormatError(withLine(11, '-0.7\tdó\t-0.2\t1'), 11, /log10 p, 1 words/);
    expectFormatError(withLine(11, '-0.7\tdó\tx'), 11, /a number/);
    expectFormatError(withLine(11, '-0.7\t</s>'), 11, /once/);
    expectFormatError(withLine(9, '-1e999\t<unk>'), 9, /from -1000000 to 1000000, or -inf/);
    expectFormatError(withLine(11, '-0.7\tdó\t1e999'), 11, /or -inf/);
    expectFormatError(withLine(11, '-0.7\tdó\t-1e7'), 11, /or -inf/);
    expectFormatError(withLine(12, undefined), 13, /1 more 1-grams/);
    expectFormatError(withLine(13, '-1 sol'), 13, /no more than the 4 1-grams/);
    expectFormatError(withLine(15, '-0.1\tdó mi'), 15, /among the 1-grams/);
    expectFormatError(withLine(16, '-0.2\tdó ré'), 16, /once/);
    expectFormatError(withLine(19, '-0.01\tré ré dó'), 19, /among the 2-grams/);
    expectFormatError(lines.slice(0, 20).join('\n'), 19, /\\end\\/);
    expectFormatError(withLine(21, '\\4-grams:'), 21, /\\end\\/);
    expectFormatError('x'.repeat(100_000), 1, /lines/);
    expectFormatError(withLine(9, `-1.5\t${'x'.repeat(2 ** 16)}`), 9, /lines/);
    let bytes: unknown;
    try {
      readArpa([new TextEncoder().encode('\n\n'), Uint8Array.of(0xff)]);
    } catch (error) {
      bytes = error;
    }
    expect(bytes).toMatchObject({ code: 'arpa-format', line: 3, expected: 'UTF-8' });
  });

  it('takes no longer for lines of blanks or digits than for others', () => {
    // Where time grows with the square of the length each takes seconds.
    const blanks = `-0.7${' '.repeat(65_000)}x`;
    const digits = `${'1'.repeat(65_000)}x do`;
    const start = performance.now();
    expectFormatError(['\\data\\', 'ngram 1=2', '\\1-grams:', blanks, blanks].join('\n'), 5, /once/);
    expectFormatError(['\\data\\', 'ngram 1=1', '\\1-grams:', digits].join('\n'), 4, /a number/);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('takes <UNK> for the unknown word, as KenLM does', () => {
    const shout = text.replace('<unk>', '<UNK>');
    expect(sayings(readArpa(shout))).toEqual(sayings(readArpa(text)));
    const pair = (word: string): string =>
      `\\data\\\nngram 1=2\nngram 2=1\n\\1-grams:\n-1 ${word} -0.5\n-2 x\n\\2-grams:\n-0.1 ${word} x\n\\end\\`;
    expect(readArpa(pair('<UNK>')).sentenceLogProbability(['what', 'x']) / Math.LN10).toBeCloseTo(-1 - 0.1, 12);
    expectFormatError(withLine(11, '-0.7\t<UNK>'), 11, /once/);
  });

  it('never fails otherwise, whatever the text', () => {
    const piece = fc.oneof(fc.constantFrom(...lines, '\\data\\', '\\1-grams:', '\\end\\', '-1', 'ngram 1=1'), fc.string({ maxLength: 8 }));
    fc.assert(
      fc.property(fc.nat({ max: lines.length - 1 }), fc.nat({ max: 3 }), fc.array(piece, { maxLength: 3 }), (at, removed, added) => {
        try {
          readArpa(lines.toSpliced(at, removed, ...added).join('\n'));
        } catch (error) {
          if (!(error instanceof ArpaFormatError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses counts beyond the memory allowed before it allocates', () => {
    expect(() => readArpa(withLine(6, 'ngram 3=500000000'))).toThrow(MemoryLimitError);
    expect(() => readArpa(text, { maxBytes: 500 })).toThrow(MemoryLimitError);
    expect(readArpa(text, { maxBytes: 2000 }).order).toBe(3);
    const long = Array.from({ length: 20 }, (_, w) => `-1 ${w}${'x'.repeat(60_000)}`);
    const file = ['\\data\\', 'ngram 1=20', '\\1-grams:', ...long, '\\end\\'].join('\n');
    expect(() => readArpa(file, { maxBytes: 2_000_000 })).toThrow(MemoryLimitError);
    expect(readArpa(file, { maxBytes: 3_000_000 }).vocabulary[19]).toHaveLength(60_002);
    expectRefusal(() => readArpa(text, { maxBytes: -1 }), 'options.maxBytes');
    expectRefusal(() => readArpa([3] as never), 'source');
    expectRefusal(() => readArpa(undefined as never), 'source');
    expectRefusal(() => readArpa({} as never), 'source');
  });

  it('refuses a stream that gives no pieces', async () => {
    for (const source of [undefined, null, 3, 'text', {}]) {
      const thrown: unknown = await readArpaStream(source as never).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(thrown).toMatchObject({ code: 'invalid-argument', argument: 'source' });
    }
  });

  it('reads random models back whole', () => {
    fc.assert(
      fc.property(ngramsArbitrary(['<s>', '</s>', 'x', 'y', 'z'], 4), (ngrams) => {
        const model = readArpa(arpaText(ngrams));
        expect(model.states).toBe(ngrams.length + 2);
        expect(model.vocabulary).toEqual(['<s>', '</s>', 'x', 'y', 'z', '<unk>']);
      }),
    );
  });

  it('reads many n-grams', () => {
    const count = 300;
    const words = Array.from({ length: count }, (_, w) => `w${w}`);
    const pairs = words.flatMap((a, i) => words.filter((_, j) => (i * 7 + j) % 3 === 0).map((b) => `-${(b.length % 3) + 0.5}\t${a} ${b}`));
    const parts = [`\\data\\\nngram 1=${count}\nngram 2=${pairs.length}\n\\1-grams:\n`, words.map((w) => `-2 ${w} -0.5`).join('\n')];
    const model = readArpa([...parts, '\n\\2-grams:\n', ...pairs.map((line) => `${line}\n`), '\\end\\']);
    expect(model.states).toBe(1 + count + 1 + pairs.length);
    expect(model.sentenceLogProbability(['w0', 'w3'], { end: false }) / Math.LN10).toBeCloseTo(-2 - 2.5, 12);
    expect(model.sentenceLogProbability(['w0', 'w1'], { end: false }) / Math.LN10).toBeCloseTo(-2 - 0.5 - 2, 12);
  });
});
