import { decodeJson, readCsv, writeNpy } from '@rubato/io';
import { greedyDecode, hotWords, lexicon, prefixBeamSearch, readArpa, Vocabulary, wordLanguageModel } from '@rubato/decoders';
import { describe, expect, it } from 'vitest';
import { files, frames } from '../support/posteriors.ts';
import { createWorld, refusal, runIn, textOf } from '../support/world.ts';

interface Result {
  readonly labels: readonly number[];
  readonly frames: readonly number[];
  readonly logProbability: number;
  readonly score?: number;
  readonly symbols?: readonly string[];
  readonly text?: string;
  readonly seconds?: readonly number[];
}

interface Decoding {
  readonly decoder: string;
  readonly items: readonly { readonly item: number; readonly frames: number; readonly results: readonly Result[] }[];
  readonly [member: string]: unknown;
}

const posteriors = { data: Float64Array.from(frames.flat()), shape: [1, 4, 3] } as const;
const model = '\\data\\\nngram 1=3\n\n\\1-grams:\n-1\t<unk>\n-0.1\tta\n-0.9\tat\n\n\\end\\\n';
// Blank, space, a, t: two frames that say "at" a little more than "ta".
const speech = { data: Float64Array.of(0.01, 0.01, 0.5, 0.48, 0.01, 0.01, 0.47, 0.51), shape: [1, 2, 4] } as const;
const all = {
  ...files,
  'speech.npy': writeNpy({ dtype: 'float64', shape: [2, 4], data: speech.data }),
  'letters.txt': '-\n \na\nt\n',
  'model.arpa': model,
  'broken.arpa': model.replace('-0.9', 'nine'),
  'lexicon.txt': 'ta\n\nat\n',
  'far.txt': 'ta\nxylophone\n',
  'hot.txt': 'ta:3\n',
};

async function decoded(...args: readonly string[]): Promise<Decoding> {
  const world = createWorld(all);
  expect([await runIn(world, 'decode', ...args, '--json'), world.stderr()]).toEqual([0, '']);
  expect(world.stdout().split('\n').length).toBe(2);
  return decodeJson(world.stdout()) as unknown as Decoding;
}

/** Expects the results of one item to be those of the library. */
function expectResults(actual: Decoding, expected: readonly { labels: Int32Array; logProbability: number; score?: number }[]): void {
  expect(actual.items.length).toBe(1);
  const plain = expected.map(({ labels, logProbability, score }) => ({
    labels: Array.from(labels),
    logProbability,
    ...(score === undefined ? {} : { score }),
  }));
  expect(
    actual.items[0].results.map(({ labels, logProbability, score }) => ({
      labels,
      logProbability,
      ...(score === undefined ? {} : { score }),
    })),
  ).toEqual(plain);
}

describe('rubato decode', () => {
  it('is the best path of every form of posteriors', async () => {
    const expected = greedyDecode(posteriors);
    expect(expected[0].labels).toEqual(Int32Array.of(1, 2));
    for (const args of [['p.npy'], ['p.csv', '--probabilities'], ['p.npy', '--form', 'probabilities']])
      expectResults(await decoded(...args), expected);
    for (const args of [
      ['log.npy', '--log-probabilities'],
      ['log.npy', '--form', 'logProbabilities'],
      ['logits.npy', '--logits'],
    ]) {
      const [{ results }] = (await decoded(...args)).items;
      expect(results[0].labels).toEqual([1, 2]);
      expect(results[0].logProbability).toBeCloseTo(expected[0].logProbability, 12);
    }
    expectResults(await decoded('p.npy', '--blank', 'none'), greedyDecode(posteriors, { blank: 'none' }));
  });

  it('is one JSON object: decoder, items with results, names and seconds where they are known', async () => {
    const { milliseconds, ...rest } = await decoded('p.npy', '--symbols', 'names.txt', '--frame-rate', '2');
    expect(milliseconds).toBeGreaterThan(0);
    expect(rest).toEqual({
      decoder: 'greedy',
      items: [
        {
          item: 0,
          frames: 4,
          results: [
            {
              labels: [1, 2],
              symbols: ['a', 't'],
              text: 'a t',
              frames: [0, 2],
              seconds: [0, 1],
              logProbability: greedyDecode(posteriors)[0].logProbability,
            },
          ],
        },
      ],
      classes: 3,
      blank: 0,
    });
    expect(await decoded('p.npy', '--labels', 'names.txt', '--frame-rate', '2')).toMatchObject(rest);
  });

  it('is the prefix beam search of the library, with thresholds and the n best', async () => {
    const [expected] = prefixBeamSearch(posteriors, { beamWidth: 10, topN: 3, frames: true });
    const actual = await decoded('p.npy', '--beam', '10', '--top', '3');
    expectResults(actual, expected);
    expect(actual).toMatchObject({ decoder: 'beam', beamWidth: 10 });
    expect(actual.items[0].results.map((result) => result.frames)).toEqual(expected.map((result) => Array.from(result.frames!)));
    const [pruned] = prefixBeamSearch(posteriors, { beamWidth: 10, topN: 3, tokenThreshold: -1, beamThreshold: 2 });
    expectResults(await decoded('p.npy', '--beam', '10', '--top', '3', '--token-threshold', '-1', '--beam-threshold', '2'), pruned);
    expect(pruned.map(({ labels }) => labels)).not.toEqual(expected.map(({ labels }) => labels));
  });

  it('takes language models, lexicons and hot words', async () => {
    const vocabulary = new Vocabulary(['', ' ', 'a', 't'], { delimiter: ' ' });
    const common = ['speech.npy', '--beam', '20', '--symbols', 'letters.txt', '--delimiter', ' '];
    const search = (scorers: NonNullable<Parameters<typeof prefixBeamSearch>[1]>['scorers']) =>
      prefixBeamSearch(speech, { beamWidth: 20, ...(scorers === undefined ? {} : { scorers }) })[0];
    expectResults(await decoded(...common), search([]));
    const lm = await decoded(...common, '--lm', 'model.arpa', '--alpha', '2', '--beta', '0');
    expectResults(lm, search([wordLanguageModel(readArpa(model), vocabulary, { alpha: 2, beta: 0 })]));
    expect(lm.items[0].results[0].text).toBe('ta');
    expectResults(await decoded(...common, '--lexicon', 'lexicon.txt'), search([lexicon(['ta', 'at'], vocabulary)]));
    const hot = search([hotWords([{ word: 'ta', weight: 3 }], vocabulary)]);
    expectResults(await decoded(...common, '--hot-words', 'ta:3'), hot);
    expectResults(await decoded(...common, '--hot-words', 'hot.txt'), hot);
    expect(vocabulary.text(hot[0].labels)).toBe('ta');
  });

  it('decodes every item, one of them, and only the frames of padded ones', async () => {
    const both = await decoded('pair.npy');
    expect(both.items.map(({ item, results }) => [item, results[0].labels])).toEqual([
      [0, [1, 2]],
      [1, [2, 1]],
    ]);
    expect((await decoded('pair.npy', '--item', '1')).items).toEqual(both.items.slice(1));
    const padded = await decoded('pair.npy', '--lengths', '4 2');
    expect(padded.items[1]).toMatchObject({ frames: 2, results: [{ labels: [2] }] });
  });

  it('says it in words', async () => {
    const world = createWorld(all);
    expect(await runIn(world, 'decode', 'pair.npy', '--symbols', 'names.txt')).toBe(0);
    expect(world.stdout()).toMatch(/^item 0: a t\nitem 1: t a\ngreedy: 8 frames, 3 classes, in /);
    const table = createWorld(all);
    expect(await runIn(table, 'decode', 'p.npy', '--beam', '10', '--top', '2')).toBe(0);
    expect(table.stdout()).toMatch(/^rank {2}ln p +score +labels\n1 +-[\d.]+ +-[\d.]+ +1 2\n2 +-.*\nbeam 10: 4 frames, 3 classes, in /);
    const empty = createWorld(all);
    expect(await runIn(empty, 'decode', 'p.npy', '--blank', '1', '--lengths', '1')).toBe(0);
    expect(empty.stdout()).toMatch(/^\(no labels\)\ngreedy: 0 labels, ln p of the best path -0\.35/);
  });

  it('writes text, a table, JSON and a drawing', async () => {
    const world = createWorld(all);
    const outputs = ['l.txt', 'l.csv', 'l.json', 'l.svg'].flatMap((file) => ['--out', file]);
    expect(await runIn(world, 'decode', 'p.npy', '--symbols', 'names.txt', '--frame-rate', '2', '--title', 'a < t', ...outputs)).toBe(0);
    expect(textOf(world, 'l.txt')).toBe('a t\n');
    expect(textOf(world, 'l.csv')).toBe('item,rank,label,symbol,frame,seconds\n0,1,1,a,0,0\n0,1,2,t,2,1\n');
    expect(decodeJson(textOf(world, 'l.json'))).toMatchObject({ decoder: 'greedy', items: [{ results: [{ text: 'a t' }] }] });
    const svg = textOf(world, 'l.svg');
    expect(svg).toContain('a &lt; t');
    // A lasts one frame, as the blank is more probable in the second; t two.
    expect(svg.match(/M[\d.]+ [\d.]+h(?:190v|380v)/g)?.length).toBe(4);
    const beam = createWorld(all);
    expect(await runIn(beam, 'decode', 'p.npy', '--beam', '5', '--out', 'b.csv', '--out', 'b.svg')).toBe(0);
    expect(readCsv(textOf(beam, 'b.csv'), { columns: ['label', 'frame'] }).data).toEqual(Float64Array.of(1, 0, 2, 2));
    expect(textOf(beam, 'b.svg')).toContain('lines where labels begin');
  });

  it('fails with exit code 1 where nothing is possible', async () => {
    const world = createWorld({ ...all, 'never.txt': 'aaa\n' });
    const args = [
      'speech.npy',
      '--beam',
      '5',
      '--symbols',
      'letters.txt',
      '--delimiter',
      ' ',
      '--lexicon',
      'never.txt',
      '--token-threshold',
      '-2',
    ];
    expect(await runIn(world, 'decode', ...args)).toBe(1);
    expect([world.stdout(), world.stderr()]).toEqual(['', 'rubato: speech.npy: no prefix of the beam may end here; widen the --beam\n']);
  });

  it('ends with 130 when it is interrupted', async () => {
    const world = createWorld(all);
    world.controller.abort();
    expect([await runIn(world, 'decode', 'long.npy'), world.stdout(), world.stderr()]).toEqual([130, '', 'rubato: interrupted\n']);
  });

  const beam = ['speech.npy', '--beam', '5'];
  const named = [...beam, '--symbols', 'letters.txt'];
  it.each<[readonly string[], string]>([
    [['none.npy'], 'none.npy does not exist'],
    [['nan.npy'], 'nan.npy: frame 2, class 1 is NaN'],
    [['logits.npy'], 'logits.npy: frame 0, class 0 is -1.6'],
    [['p.npy', '--logits', '--probabilities'], 'give only one of --probabilities'],
    [['p.npy', '--form', 'odds'], "--form is 'odds'; give one of probabilities, logProbabilities, logits"],
    [['long.npy', '--logits', '--item', '1'], '--item is 1; long.npy has 1 item'],
    [['p.npy', '--blank', '3'], '--blank is 3; p.npy has the classes 0 to 2'],
    [['p.npy', '--blank', 'no'], "--blank is 'no'; give the class of the blank"],
    [['pair.npy', '--lengths', '4 0'], '--lengths: item 1 has 0; an item needs a frame'],
    [['pair.npy', '--out', 'x.svg'], '--out x.svg: a drawing shows one item, pair.npy has 2; choose one with --item 0'],
    [['p.npy', '--out', 'x.npz'], '--out x.npz: the ending chooses the format; give one of .txt, .csv, .json, .svg'],
    [['p.npy', '--symbols', 'short.txt'], "short.txt has 2 lines for 3 classes; give one a line, the blank's too"],
    [['p.npy', '--symbols', 'same.txt'], 'same.txt: line 3 is "a"; expected a symbol of its own, not that of class 1'],
    [['p.npy', '--top', '2'], '--top needs a beam search; add --beam 100'],
    [['p.npy', '--lm', 'model.arpa'], '--lm needs a beam search; add --beam 100'],
    [['p.npy', '--beam', '0'], "--beam is '0'; give a whole number of at least 1"],
    [[...beam, '--token-threshold', '1'], "--token-threshold is '1'; give a number of at most 0"],
    [[...beam, '--lm', 'model.arpa'], '--lm needs the names of the classes; give them with --symbols'],
    [[...named, '--alpha', '1'], '--alpha weighs a language model; give one with --lm'],
    [[...named, '--lexicon', 'lexicon.txt'], '--lexicon needs --delimiter'],
    [[...named, '--delimiter', '|'], '--delimiter is "|"; expected one of the symbols'],
    [[...named, '--delimiter', ' ', '--lexicon', 'far.txt'], 'far.txt: line 2 is "xylophone"; expected a word that the symbols'],
    [[...named, '--hot-words', 'at,bach'], '--hot-words: word 2 is "bach"; expected a word that the symbols'],
    [[...named, '--hot-words', 'at:much'], "--hot-words: word 1: the weight is 'much'; give a number"],
    [[...named, '--lm', 'broken.arpa'], 'broken.arpa: line 7: '],
  ])('refuses %j in one line', async (args, message) => {
    expect(await refusal(createWorld(all), 'decode', ...args)).toContain(message);
  });

  it('names the item and the frame of a bad number in a later piece', async () => {
    const data = Float64Array.from({ length: 2 * 100 * 2 }, () => 0.5);
    data[2 * 100 + 2 * 90 + 1] = 0.7;
    const world = createWorld({ 'bad.npy': writeNpy({ dtype: 'float64', shape: [2, 100, 2], data }) });
    expect(await refusal(world, 'decode', 'bad.npy')).toContain('bad.npy: item 1, frame 90 is a row whose probabilities sum to 1.2');
  });
});
