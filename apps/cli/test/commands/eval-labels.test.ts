import { decodeJson, writeNpy } from '@rubato/io';
import { editDistance, labelErrorRate } from '@rubato/decoders';
import { describe, expect, it } from 'vitest';
import { compareSequences } from '../../src/evaluating/compare-sequences.ts';
import { createWorld, refusal, runIn, textOf } from '../support/world.ts';
import { files as posteriors } from '../support/posteriors.ts';

const files = {
  'reference.txt': 'the cat sat\n\non a mat\n',
  'hypothesis.txt': 'the cat\nan\non the mat\n',
  'two.txt': 'the cat\non\n',
  'empty.txt': '\n\n',
  'numbers.csv': '1,2,3\n4,4\n',
  'numbers.npy': writeNpy({ dtype: 'int32', shape: [1, 3], data: Int32Array.of(1, 2, 0) }),
  'numbers.json': '[[1, 2, 3], [4, 4]]',
  'mixed.json': '[["a", 2], []]',
  'bread.json': '["nan", "inf", "-inf"]',
  'bread.txt': 'nan inf -inf\n',
  'wrong.json': '[1.5]',
  'object.json': '{"value": 1}',
  'names.txt': '-\na\nt\n',
  'picture.svg': '<svg/>',
};

async function told(...args: readonly string[]): Promise<Record<string, unknown>> {
  const world = createWorld(files);
  expect([await runIn(world, 'eval', 'labels', ...args, '--json'), world.stderr()]).toEqual([0, '']);
  return decodeJson(world.stdout()) as Record<string, unknown>;
}

describe('rubato eval labels', () => {
  it('is the label error rate of the library over all items, with what it is made of', async () => {
    const references = [['the', 'cat', 'sat'], [], ['on', 'a', 'mat']];
    const hypotheses = [['the', 'cat'], ['an'], ['on', 'the', 'mat']];
    const result = await told('reference.txt', 'hypothesis.txt');
    expect(result).toMatchObject({
      labelErrorRate: labelErrorRate(references, hypotheses),
      distance: 3,
      substitutions: 1,
      insertions: 1,
      deletions: 1,
      referenceLabels: 6,
      hypothesisLabels: 6,
    });
    const { operations, ...counts } = editDistance(references[0], hypotheses[0]);
    expect((result['items'] as unknown[])[0]).toEqual({ ...counts, referenceLabels: 3, hypothesisLabels: 2 });
    const [first] = (await told('reference.txt', 'hypothesis.txt', '--operations'))['items'] as unknown[];
    expect(first).toMatchObject({ operations });
  });

  it('compares characters, numbers, names, and what decode wrote', async () => {
    const lines = ['the cat sat', '', 'on a mat'].map((line) => Array.from(line));
    const other = ['the cat', 'an', 'on the mat'].map((line) => Array.from(line));
    expect((await told('reference.txt', 'hypothesis.txt', '--characters'))['labelErrorRate']).toBe(labelErrorRate(lines, other));
    expect((await told('numbers.csv', 'numbers.json'))['distance']).toBe(0);
    expect((await told('bread.json', 'bread.txt'))['distance']).toBe(0);
    expect((await told('numbers.json', 'mixed.json'))['distance']).toBe(4);

    const world = createWorld({ ...files, ...posteriors });
    const decode = ['decode', 'p.npy', '--symbols', 'names.txt', '--json', '--out', 'd.json', '--out', 'd.txt'];
    expect(await runIn(world, ...decode)).toBe(0);
    const read = { ...files, 'd.json': textOf(world, 'd.json'), 'd.txt': textOf(world, 'd.txt') };
    for (const file of ['d.json', 'd.txt']) {
      const evaluation = createWorld(read);
      expect(await runIn(evaluation, 'eval', 'labels', 'numbers.npy', file, '--symbols', 'names.txt', '--json')).toBe(0);
      // The reference is a, t and the first line of the names.
      expect(decodeJson(evaluation.stdout())).toMatchObject({ distance: 1, deletions: 1, referenceLabels: 3 });
    }
  });

  it('says it in words', async () => {
    const world = createWorld(files);
    expect(await runIn(world, 'eval', 'labels', 'reference.txt', 'hypothesis.txt', '--operations')).toBe(0);
    expect(world.stdout()).toBe(
      [
        'label error rate 0.5',
        '3 errors in 6 labels of 3 items: 1 substitution, 1 insertion, 1 deletion',
        'item  operation     place  reference  hypothesis',
        '0     deletion      2      sat',
        '1     insertion     0                 an',
        '2     substitution  1      a          the',
        '',
      ].join('\n'),
    );
    const one = createWorld(files);
    expect(await runIn(one, 'eval', 'labels', 'numbers.npy', 'numbers.npy', '--operations')).toBe(0);
    expect(one.stdout()).toBe('label error rate 0\n0 errors in 3 labels of 1 item: 0 substitutions, 0 insertions, 0 deletions\n');
  });

  it('refuses what would not fit into memory before it is allocated', () => {
    const long = [new Array<string>(1000).fill('a')];
    expect(() => compareSequences(long, long, { reference: 'r', hypothesis: 'h' }, 999_999)).toThrow(
      'needs 1000000 bytes, the limit is 999999',
    );
    expect(compareSequences(long, long, { reference: 'r', hypothesis: 'h' }, 1_000_000).distance).toBe(0);
  });

  it.each<[readonly string[], string]>([
    [['none.txt', 'hypothesis.txt'], 'none.txt does not exist'],
    [['reference.txt', 'two.txt'], 'reference.txt has 3 items, two.txt has 2 items; give one hypothesis for each reference'],
    [['empty.txt', 'two.txt'], 'empty.txt holds no label to divide by'],
    [['picture.svg', 'two.txt'], 'picture.svg: the ending says what it holds'],
    [['wrong.json', 'two.txt'], 'wrong.json: 1.5 is not a label'],
    [['object.json', 'two.txt'], 'object.json is no list of labels'],
    [['numbers.json', 'two.txt', '--symbols', 'names.txt'], 'names.txt has 3 lines, there is no name for class 3'],
  ])('refuses %j in one line', async (args, message) => {
    expect(await refusal(createWorld(files), 'eval', 'labels', ...args)).toContain(message);
  });
});

describe('rubato eval', () => {
  it('names what can be evaluated', async () => {
    expect(await refusal(createWorld(), 'eval')).toBe('rubato: eval what? give one of labels, frames, alignment');
    expect(await refusal(createWorld(), 'eval', 'notes')).toBe("rubato: eval: there is no 'notes'; give one of labels, frames, alignment");
    for (const what of ['labels', 'frames', 'alignment']) {
      const world = createWorld();
      expect([await runIn(world, 'eval', what, '--help'), world.stderr()]).toEqual([0, '']);
      expect(world.stdout()).toContain(`Usage: rubato eval ${what}`);
    }
  });
});
