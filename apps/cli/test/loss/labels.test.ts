import { writeNpy, writeNpz } from '@rubato/io';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { readLabels } from '../../src/loss/labels.ts';
import { createWorld } from '../support/world.ts';

const twoByTwo = { dtype: 'int32', shape: [2, 2], data: Int32Array.of(1, 2, 3, 4) } as const;
const { environment } = createWorld({
  'one.npy': writeNpy({ dtype: 'float64', shape: [3], data: Float64Array.of(3, 1, 4) }),
  'two.npy': writeNpy(twoByTwo),
  'half.npy': writeNpy({ dtype: 'float64', shape: [2], data: Float64Array.of(1, 0.5) }),
  'cube.npy': writeNpy({ dtype: 'int8', shape: [1, 1, 1], data: Int8Array.of(1) }),
  'several.npz': writeNpz({ a: twoByTwo, b: { dtype: 'uint8', shape: [1], data: Uint8Array.of(7) } }),
  'one.json': '[3, 1, 4]',
  'two.json': '[[3, 1], [], [4]]',
  'text.json': '["3"]',
  'object.json': '{"a": [1]}',
  'row.csv': '3,1,4\n',
  'column.csv': '3\n1\n4\n',
  'lines.txt': '# labels\n3 1 4\n\n1 5\r\n',
  'words.txt': 'do re mi\n',
  'none.txt': '\n',
});

async function refused(text: string): Promise<string> {
  const error = await readLabels(text, environment).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UsageError) return error.message;
  throw new Error('expected a UsageError', { cause: error });
}

describe('readLabels', () => {
  it.each([
    ['3 1 4', [[3, 1, 4]]],
    ['3,1, 4', [[3, 1, 4]]],
    ['3 1;-1', [[3, 1], [-1]]],
    ['', [[]]],
    ['1;', [[1], []]],
    ['one.npy', [[3, 1, 4]]],
    [
      'two.npy',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['several.npz:b', [[7]]],
    ['one.json', [[3, 1, 4]]],
    ['two.json', [[3, 1], [], [4]]],
    ['row.csv', [[3, 1, 4]]],
    ['column.csv', [[3, 1, 4]]],
    [
      'lines.txt',
      [
        [3, 1, 4],
        [1, 5],
      ],
    ],
  ])('%j', async (text, labels) => expect(await readLabels(text, environment)).toEqual(labels));

  it.each([
    ['1+1', "--labels: '1+1' is not a label"],
    ['none.npy', 'none.npy does not exist'],
    ['half.npy', "half.npy: '0.5' is not a label; labels are whole numbers"],
    ['cube.npy', 'cube.npy has the shape [1, 1, 1]; labels have one axis'],
    ['several.npz', 'several.npz: npz: the file has 2 arrays, several.npz:NAME says which; there are: "a", "b"'],
    ['several.npz:c', 'several.npz: npz: no array "c"; there are: "a", "b"'],
    ['text.json', `text.json: '"3"' is not a label`],
    ['object.json', 'object.json is not a list of labels'],
    ['words.txt', "words.txt: line 1: 'do' is not a label"],
    ['none.txt', 'none.txt holds no labels'],
  ])('refuses %j', async (text, message) => expect(await refused(text)).toContain(message));
});
