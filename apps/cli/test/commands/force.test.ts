import { decodeJson, readCsv } from '@rubato/io';
import { type AlignedItem, type ForcedAlignmentOptions, forceAlign } from '@rubato/decoders';
import { ctc } from '@rubato/presets';
import { openBackend } from 'rubato';
import { describe, expect, it } from 'vitest';
import { files, frames } from '../support/posteriors.ts';
import { createWorld, refusal, runIn, textOf } from '../support/world.ts';

interface Told {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly confidence?: number;
  readonly [member: string]: unknown;
}

interface ToldItem {
  readonly item: number;
  readonly status: string;
  readonly tokens: readonly Told[];
  readonly words: readonly Told[];
  readonly pathLogProbability: number;
  readonly logProbability?: number;
  readonly missingFrames?: number;
}

async function forced(...args: readonly string[]): Promise<readonly ToldItem[]> {
  const world = createWorld(files);
  expect([await runIn(world, 'force', ...args, '--json'), world.stderr()]).toEqual([0, '']);
  expect(world.stdout().split('\n').length).toBe(2);
  return (decodeJson(world.stdout()) as unknown as { readonly items: readonly ToldItem[] }).items;
}

async function aligned(
  options: Omit<ForcedAlignmentOptions, 'backend'>,
  rows: readonly (readonly number[])[] = frames,
): Promise<AlignedItem> {
  const backend = await openBackend('cpu');
  const [item] = await forceAlign({ data: Float64Array.from(rows.flat()), shape: [1, 4, 3] }, { ...options, backend });
  if (item.status !== 'aligned') throw new Error(item.reason);
  return item;
}

/** Expects the command to have told the library's alignment. */
function expectAlignment(told: ToldItem, { tokens, words, pathLogProbability, logProbability }: AlignedItem): void {
  expect([told.status, told.pathLogProbability, told.logProbability]).toEqual(['aligned', pathLogProbability, logProbability]);
  for (const [segments, expected] of [[told.tokens, tokens] as const, [told.words, words] as const]) {
    expect(segments.map(({ startFrame, endFrame, confidence }) => [startFrame, endFrame, confidence])).toEqual(
      expected.map(({ startFrame, endFrame, posterior }) => [startFrame, endFrame, posterior?.confidence]),
    );
  }
}

describe('rubato force', () => {
  it('is the forced alignment of the library, whatever the labels come from', async () => {
    const expected = await aligned({ parameterization: ctc([[1, 2]]), blank: 0 });
    expect(expected.tokens.map(({ startFrame, endFrame }) => [startFrame, endFrame])).toEqual([
      [0, 1],
      [2, 4],
    ]);
    for (const labels of ['1 2', 'labels.csv', 'labels.npy']) expectAlignment((await forced('p.npy', labels))[0], expected);
    for (const labels of ['a t', 'a,t', 'named.txt', 'labels.npy']) {
      const [item] = await forced('p.npy', labels, '--symbols', 'names.txt');
      expectAlignment(item, expected);
      expect(item.tokens.map(({ label, symbol }) => [label, symbol])).toEqual([
        [1, 'a'],
        [2, 't'],
      ]);
    }
    const [fast] = await forced('p.npy', '1 2', '--no-confidence');
    expect([fast.pathLogProbability, fast.logProbability, fast.tokens[0].confidence]).toEqual([
      expected.pathLogProbability,
      undefined,
      undefined,
    ]);
  });

  it('has seconds, means and deviations of starts and ends, words', async () => {
    const words = { lengths: [[2]] };
    const expected = await aligned({ parameterization: ctc([[1, 2]]), blank: 0, frameRate: 2, words });
    const [item] = await forced('p.npy', 'a t', '--symbols', 'names.txt', '--frame-rate', '2', '--words', 'lengths:2');
    expectAlignment(item, expected);
    const { mean, deviation } = expected.tokens[1].posterior!.start;
    expect(item.tokens[1]).toMatchObject({ startSeconds: 1, endSeconds: 2, start: { mean, deviation } });
    expect(item.words).toMatchObject([
      { text: 'at', firstToken: 0, tokenCount: 2, startFrame: 0, endFrame: 4, startSeconds: 0, endSeconds: 2 },
    ]);
    const [delimited] = await forced('p.npy', '1 2', '--words', 'delimiter:2');
    expect(delimited.words).toMatchObject([{ text: '1', firstToken: 0, tokenCount: 1 }]);
    expect((await forced('p.npy', 'a t', '--symbols', 'names.txt', '--words', 'delimiter:t'))[0].words).toMatchObject([{ text: 'a' }]);
  });

  it('takes outputs without a blank, a band, steps and a subsequence', async () => {
    const steps = [
      [1, 1],
      [1, 0],
    ] as const;
    const whole = { labels: [[1, 0, 2]], blank: 'none' } as const;
    expectAlignment((await forced('p.npy', '1 0 2', '--blank', 'none'))[0], await aligned({ ...whole, parameterization: { steps } }));
    const band = { kind: 'sakoeChiba', radius: 1 } as const;
    expectAlignment(
      (await forced('p.npy', '1 0 2', '--blank', 'none', '--band', 'sakoe-chiba:1'))[0],
      await aligned({ ...whole, parameterization: { steps, band } }),
    );
    const skipping = [
      [1, 1],
      [2, 1],
      [1, 0],
    ] as const;
    expectAlignment(
      (await forced('p.npy', '1 2', '--blank', 'none', '--steps', '1,1 2,1 1,0'))[0],
      await aligned({ ...whole, labels: [[1, 2]], parameterization: { steps: skipping } }),
    );
    const [part] = await forced('p.npy', '0', '--blank', 'none', '--subsequence');
    expect(part.tokens).toMatchObject([{ startFrame: 1, endFrame: 2 }]);
  });

  it('aligns a batch, one of its items, and says which cannot be', async () => {
    const items = await forced('pair.npy', '1 2; 2 1');
    expectAlignment(items[1], await aligned({ parameterization: ctc([[2, 1]]), blank: 0 }, frames.toReversed()));
    expect(await forced('pair.npy', '1 2; 2 1', '--item', '1')).toEqual(items.slice(1));
    expect(await forced('pair.npy', '2 1', '--item', '1')).toEqual(items.slice(1));
    const world = createWorld(files);
    expect(await runIn(world, 'force', 'pair.npy', '1 2; 1 1 1', '--json')).toBe(1);
    expect(world.stderr()).toBe(
      'rubato: pair.npy: item 1: there is no alignment with these labels: needs at least 5 frames, has 4: 1 missing\n',
    );
    expect(decodeJson(world.stdout())).toMatchObject({ items: [items[0], { item: 1, status: 'infeasible', missingFrames: 1 }] });
  });

  it('says how many frames are missing, with exit code 1, and writes nothing', async () => {
    const world = createWorld(files);
    expect(await runIn(world, 'force', 'p.npy', '1 1 1', '--out', 'x.csv')).toBe(1);
    expect([world.stdout(), world.stderr(), world.files.has('x.csv')]).toEqual([
      '',
      'rubato: p.npy: there is no alignment with these labels: needs at least 5 frames, has 4: 1 missing\n',
      false,
    ]);
    const banded = createWorld(files);
    expect(await runIn(banded, 'force', 'p.npy', '1', '--blank', 'none', '--band', 'sakoe-chiba:0', '--steps', '1,1')).toBe(1);
    expect(banded.stderr()).toContain('widen the --band or leave it out');
  });

  it('says it in words', async () => {
    const world = createWorld(files);
    expect(await runIn(world, 'force', 'p.npy', 'a t', '--symbols', 'names.txt', '--frame-rate', '2', '--words', 'lengths:2')).toBe(0);
    expect(world.stdout()).toMatch(
      new RegExp(
        [
          '^label  start  end  seconds      confidence',
          'a      0      1    0\\.000–0\\.500  0\\.\\d{3}',
          't      2      4    1\\.000–2\\.000  0\\.\\d{3}',
          '',
          'word  start  end  seconds      confidence',
          'at    0      4    0\\.000–2\\.000  [01]\\.\\d{3}',
          '',
          'ln p of the best path -[\\d.]+, of all paths -[\\d.]+',
          '4 frames, 3 classes on cpu in ',
        ].join('\n'),
      ),
    );
    const none = createWorld(files);
    expect(await runIn(none, 'force', 'p.npy', '1 2', '--blank', 'none', '--no-confidence')).toBe(0);
    expect(none.stdout()).toMatch(/^label {2}start {2}end\n1 .*\n2 .*\nlog score of the best path -[\d.]+\n4 frames/);
  });

  it('writes a table, JSON with the distributions, and a drawing', async () => {
    const world = createWorld(files);
    const outputs = ['s.csv', 's.json', 's.svg'].flatMap((file) => ['--out', file]);
    const args = ['p.npy', 'a t', '--symbols', 'names.txt', '--frame-rate', '2', '--words', 'lengths:1,1', ...outputs];
    expect(await runIn(world, 'force', ...args)).toBe(0);
    expect(textOf(world, 's.csv').split('\n')[0]).toBe(
      'item,label,symbol,word,start_frame,end_frame,start_seconds,end_seconds,log_probability,confidence',
    );
    const columns = ['label', 'word', 'start_frame', 'end_frame', 'start_seconds', 'end_seconds'];
    expect(Array.from(readCsv(textOf(world, 's.csv'), { columns }).data)).toEqual([1, 0, 0, 1, 0, 0.5, 2, 1, 2, 4, 1, 2]);
    const { start } = (decodeJson(textOf(world, 's.json')) as unknown as { items: { tokens: { start: { probabilities: number[] } }[] }[] })
      .items[0].tokens[0];
    expect(start.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    const svg = textOf(world, 's.svg');
    expect(svg).toContain('forced alignment of 2 labels');
    // Each label a box, drawn twice: one frame of four is 190 wide.
    expect(svg.match(/M[\d.]+ [\d.]+h(?:190|380)v/g)?.length).toBe(4);
    expect(svg.match(/>a</g)?.length).toBe(3);
  });

  it('ends with 130 when it is interrupted, and 1 with too little memory', async () => {
    const world = createWorld(files);
    world.controller.abort();
    expect([await runIn(world, 'force', 'p.npy', '1'), world.stdout(), world.stderr()]).toEqual([130, '', 'rubato: interrupted\n']);
    const small = createWorld(files);
    expect(await runIn(small, 'force', 'long.npy', '1 2', '--max-bytes', '3k')).toBe(1);
    expect(small.stderr()).toMatch(/bytes/);
  });

  it.each<[readonly string[], string]>([
    [['p.npy', 'none.csv'], 'none.csv does not exist'],
    [['nan.npy', '1'], 'nan.npy: frame 2, class 1 is NaN'],
    [['p.npy', '1 3'], 'LABELS: label 1 (from 0) is 3; p.npy has the classes 0 to 2'],
    [['p.npy', '1 0'], 'LABELS: label 1 (from 0) is 0; that is the blank; see --blank'],
    [['pair.npy', '1;-1'], 'LABELS: item 1, label 0 (from 0) is -1; pair.npy has the classes 0 to 2'],
    [['pair.npy', '1'], 'LABELS has 1 item, pair.npy has 2'],
    [['p.npy', 'a t'], 'a t does not exist'],
    [['p.npy', 'a h', '--symbols', 'names.txt'], "LABELS: 'h' is not a name in names.txt"],
    [['p.npy', 'two.txt', '--symbols', 'names.txt'], 'LABELS has 2 items, p.npy has 1'],
    [['p.npy', '1', '--steps', '1,1'], '--steps is for --blank none'],
    [['p.npy', '1', '--subsequence'], '--subsequence is for --blank none'],
    [['p.npy', '1', '--blank', 'none', '--steps', '0,0'], '--steps: step 1 is (0, 0)'],
    [['p.npy', '1', '--words', 'two'], "--words is 'two'; give delimiter:LABEL, or lengths:3,4,2"],
    [['p.npy', '1', '--words', 'delimiter:9'], "--words: the delimiter is '9'; give a class from 0 to 2"],
    [['p.npy', '1 2', '--words', 'lengths:1'], '--words'],
    [['p.npy', '1 2', '--words', 'lengths:1;1'], '--words has lengths for 2 items, there are 1'],
    [['p.npy', '1', '--band', 'narrow'], "--band is 'narrow'"],
    [['p.npy', '1', '--frame-rate', '0'], "--frame-rate is '0'; give a number above 0"],
    [['pair.npy', '1;2', '--out', 'x.svg'], '--out x.svg: a drawing shows one item'],
    [['p.npy', '1', '--out', 'x.npz'], 'give one of .csv, .json, .svg'],
    [['p.npy', '1', '--backend', 'abacus'], "--backend: there is no backend 'abacus'"],
  ])('refuses %j in one line', async (args, message) => {
    expect(await refusal(createWorld(files), 'force', ...args)).toContain(message);
  });
});
