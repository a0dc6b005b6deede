import { decodeJson, readCsv } from '@rubato/io';
import { type FeatureSequence, findMatches, rankCollection } from '@rubato/decoders';
import { dtw, subsequence } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { elementsOf } from '../support/svg.ts';
import { createWorld, refusal, runIn, textOf } from '../support/world.ts';

const query = [1, 2, 3];
const documents = { 'd0.csv': [5, 5, 5, 5], 'd1.csv': [9, 1, 2, 3, 9, 1, 3, 9], 'd2.csv': [1, 3, 3] };
const files = {
  'query.csv': query.map((value) => `${value}\n`).join(''),
  ...Object.fromEntries(Object.entries(documents).map(([name, values]) => [name, values.map((value) => `${value}\n`).join('')])),
  'wide.csv': '1,2\n3,4\n',
  'turned.csv': '2,1\n4,3\n',
  'nan.csv': '1\nnan\n',
  'row.csv': '9,1,2,3,9\n',
  'one.csv': '4\n',
};
const names = Object.keys(documents);
const features = (values: readonly number[]): FeatureSequence => ({ data: Float64Array.from(values), shape: [values.length, 1] });
const collection = Object.values(documents).map(features);
const absolute = { parameterization: subsequence(dtw()), localCost: { name: 'absolute' } };

interface Told {
  readonly results: readonly {
    readonly document: string;
    readonly matches: readonly { readonly cost: number; readonly firstFrame: number; readonly endFrame: number }[];
  }[];
  readonly [member: string]: unknown;
}

async function found(...args: readonly string[]): Promise<Told> {
  const world = createWorld(files);
  expect([await runIn(world, 'search', 'query.csv', ...args, '--json'), world.stderr()]).toEqual([0, '']);
  return decodeJson(world.stdout()) as unknown as Told;
}

describe('rubato search', () => {
  it("is the library's ranking, best first", async () => {
    const expected = await rankCollection(features(query), collection, absolute);
    const { milliseconds, ...told } = await found(...names, '--cost', 'absolute', '--rate', '2');
    expect(milliseconds).toBeGreaterThan(0);
    expect(told).toEqual({
      results: expected.documents.map(({ document, cost, normalisedCost, firstColumn, lastColumn }, i) => ({
        rank: i + 1,
        document: names[document],
        frames: collection[document].shape[0],
        matches: [
          {
            cost,
            normalisedCost,
            firstFrame: firstColumn,
            endFrame: lastColumn + 1,
            startSeconds: firstColumn / 2,
            endSeconds: (lastColumn + 1) / 2,
          },
        ],
      })),
      query: 'query.csv',
      queryFrames: 3,
      documents: 3,
      rate: 2,
      abandoned: 0,
    });
    expect(expected.documents.map(({ document }) => document)).toEqual([1, 2, 0]);
    const { results, abandoned } = await found(...names.toReversed(), '--cost', 'absolute', '--top', '1');
    expect([results.map(({ document }) => document), abandoned]).toEqual([['d1.csv'], 1]);
  });

  it('finds several matches of a document, none too dear', async () => {
    const cost = {
      kind: 'features',
      x: features(query).data,
      y: collection[1].data,
      shape: [1, 3, 8],
      dimension: 1,
      localCost: { name: 'absolute' },
    } as const;
    const expected = await findMatches(cost, { parameterization: absolute.parameterization, count: 3 });
    expect(expected.length).toBe(3);
    const matchesOf = async (...args: readonly string[]) =>
      (await found('d1.csv', '--cost', 'absolute', '--matches', '3', ...args)).results[0].matches.map((match) => [
        match.cost,
        match.firstFrame,
        match.endFrame - 1,
      ]);
    const all = expected.map((match) => [match.cost, match.firstColumn, match.lastColumn]);
    expect(await matchesOf()).toEqual(all);
    expect(await matchesOf('--max-cost', '0.4')).toEqual(all.slice(0, 2));
    expect((await found(...names, '--cost', 'absolute', '--max-cost', '0.4')).results.map(({ document }) => document)).toEqual([
      'd1.csv',
      'd2.csv',
    ]);
  });

  it('takes steps, weights, the other axis and turned features', async () => {
    const steps = [
      [1, 1],
      [1, 0],
    ] as const;
    const parameterization = { ...subsequence(dtw({ steps })), stepWeights: [1, 2] };
    const [expected] = (await rankCollection(features(query), [collection[2]], { ...absolute, parameterization })).documents;
    expect((await found('d2.csv', '--cost', 'absolute', '--steps', '1,1 1,0', '--weights', '1 2')).results[0].matches[0].cost).toBe(
      expected.cost,
    );
    const world = createWorld(files);
    expect(await runIn(world, 'search', 'wide.csv', 'turned.csv', '--rotate', '1', '--json')).toBe(0);
    expect(decodeJson(world.stdout())).toMatchObject({ results: [{ matches: [{ cost: 0 }] }] });
    const across = createWorld(files);
    expect(await runIn(across, 'search', 'row.csv', 'row.csv', '--axis', '1', '--json')).toBe(0);
    expect(decodeJson(across.stdout())).toMatchObject({ queryFrames: 5 });
  });

  it('says it in words, and writes a table, JSON and a drawing', async () => {
    const world = createWorld(files);
    const outputs = ['s.csv', 's.json', 's.svg'].flatMap((file) => ['--out', file]);
    expect(
      await runIn(world, 'search', 'query.csv', ...names, '--cost', 'absolute', '--matches', '2', '--top', '2', '--rate', '2', ...outputs),
    ).toBe(0);
    expect(world.stdout()).toMatch(
      /^rank {2}document {2}cost a frame {2}start {2}end {2}seconds\n1 {5}d1\.csv {4}0 {13}1 {6}4 {4}0\.500–2\.000\n {14}.*\n2 {5}d2\.csv .*\n(?: .*\n)*3 documents.*, in /,
    );
    const table = readCsv(textOf(world, 's.csv'), {
      columns: ['rank', 'cost', 'start_frame', 'end_frame', 'start_seconds', 'end_seconds'],
    });
    expect(Array.from(table.data.subarray(0, 6))).toEqual([1, 0, 1, 4, 0.5, 2]);
    expect(decodeJson(textOf(world, 's.json'))).toMatchObject({ documents: 3, queryFrames: 3 });
    const svg = textOf(world, 's.svg');
    const bars = elementsOf(svg).filter(({ attributes }) => attributes['height'] === '14');
    const [first, match] = [bars[0], bars[2]].map(({ attributes }) => [Number(attributes['x']), Number(attributes['width'])]);
    // The best match of the first document, drawn last: frames 1 to 4 of 8.
    expect(match[0]).toBeCloseTo(first[0] + first[1] / 8, 1);
    expect(match[1]).toBeCloseTo((3 / 8) * first[1], 1);
    expect(svg).toContain('the best match of a document is darkest');
  });

  it('fails with exit code 1 where there is no match, and ends with 130 when interrupted', async () => {
    const world = createWorld(files);
    expect(await runIn(world, 'search', 'query.csv', 'one.csv', '--steps', '1,1')).toBe(1);
    expect([world.stdout(), world.stderr()]).toEqual(['', 'rubato: query.csv has no match in 1 document; allow other --steps\n']);
    const dear = createWorld(files);
    expect(await runIn(dear, 'search', 'query.csv', 'd0.csv', '--max-cost', '0.1')).toBe(1);
    expect(dear.stderr()).toBe('rubato: query.csv has no match in 1 document; raise --max-cost\n');
    const stopped = createWorld(files);
    stopped.controller.abort();
    expect([await runIn(stopped, 'search', 'query.csv', ...names), stopped.stdout(), stopped.stderr()]).toEqual([
      130,
      '',
      'rubato: interrupted\n',
    ]);
  });

  it.each<[readonly string[], string]>([
    [['query.csv'], "missing required argument 'COLLECTION'"],
    [['query.csv', 'none.csv'], 'none.csv does not exist'],
    [['query.csv', 'wide.csv'], 'query.csv has 3 frames of 1 feature, wide.csv has 2 frames of 2 features'],
    [['query.csv', 'd0.csv', 'nan.csv'], 'nan.csv: frame 1, feature 0 is NaN; expected a number'],
    [['query.csv', 'd0.csv', '--cost', 'taxicab'], "--cost: there is no local cost 'taxicab'"],
    [['query.csv', 'd0.csv', '--cost', 'huber:width=1'], "--cost: local cost 'huber'"],
    [['query.csv', 'd0.csv', '--weights', '1'], '--weights has 1 number for 3 steps'],
    [['query.csv', 'd0.csv', '--steps', '0,0'], '--steps'],
    [['query.csv', 'd0.csv', '--top', '0'], "--top is '0'; give a whole number of at least 1"],
    [['query.csv', 'd0.csv', 'd1.csv', '--max-bytes', '90'], 'the collection up to d1.csv has 96 bytes, more than the 90 bytes allowed'],
    [['query.csv', 'd0.csv', '--out', 's.npz'], 'give one of .csv, .json, .svg'],
  ])('refuses %j in one line', async (args, message) => {
    expect(await refusal(createWorld(files), 'search', ...args)).toContain(message);
  });
});
