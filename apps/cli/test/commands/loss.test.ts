import { decodeJson, readNpy, writeNpy } from '@rubato/io';
import { ctcLoss, softDtw } from 'rubato';
import { describe, expect, it } from 'vitest';
import { createWorld, refusal, runIn } from '../support/world.ts';

const probabilities = [
  [0.6, 0.3, 0.1],
  [0.2, 0.5, 0.3],
  [0.1, 0.2, 0.7],
  [0.5, 0.25, 0.25],
];
const logits = [
  [1, -2, 0.5],
  [0, 3, -1],
  [2, 2, 2],
  [-1, 0, 4],
];

function npy(rows: readonly (readonly number[])[], shape: readonly number[] = [rows.length, rows[0].length]): Uint8Array {
  return writeNpy({ dtype: 'float64', shape, data: Float64Array.from(rows.flat()) });
}

function logSoftmax(row: readonly number[]): number[] {
  const normaliser = Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0));
  return row.map((z) => z - normaliser);
}

const files = {
  'p.npy': npy(probabilities),
  'log.npy': npy(probabilities.map((row) => row.map(Math.log))),
  'z.npy': npy(logits),
  'pair.npy': npy([...probabilities, ...probabilities.toReversed()], [2, 4, 3]),
  'x.csv': '1,2\n3,4\n5,5\n',
  'y.csv': '1,2\n5,4\n',
  'rows.csv': '0,1,0\n0,0,0\n',
  'm.csv': '0.2,0.9,0.4\n',
  'one.csv': '1,0\n',
  'two.csv': '0.9,0.4\n',
  'cube.npy': writeNpy({ dtype: 'float64', shape: [4], data: new Float64Array(4) }),
  'nan.csv': '0.5,nan\n',
};

async function lossOf(
  ...args: readonly string[]
): Promise<{ value: number; items: unknown[]; gradient: number[]; shape: readonly number[] }> {
  const world = createWorld(files);
  const code = await runIn(world, 'loss', ...args, '--json', '--gradient', 'g.npy');
  expect([code, world.stderr()]).toEqual([0, '']);
  const { data, shape } = readNpy(world.files.get('g.npy')!);
  const { value, items } = decodeJson(world.stdout()) as { value: number; items: unknown[] };
  return { value, items, gradient: Array.from(data), shape };
}

function expectNear(actual: readonly number[], expected: readonly number[], tolerance = 1e-12): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) expect(Math.abs(value - expected[i])).toBeLessThan(tolerance * (1 + Math.abs(expected[i])));
}

describe('rubato loss', () => {
  it('is the CTC loss of log-probabilities, probabilities and logits, with the gradient by each', async () => {
    const logs = probabilities.map((row) => row.map(Math.log));
    const expected = ctcLoss(logs, [1, 2], { blank: 0 });
    const byLogs = await lossOf('log.npy', '--labels', '1 2', '--log-probabilities');
    expectNear([byLogs.value], [expected.loss]);
    expectNear(byLogs.gradient, expected.gradient.flat());
    expect(byLogs.shape).toEqual([4, 3]);
    expect(byLogs.items).toEqual([{ value: byLogs.value, feasible: true }]);

    const byProbabilities = await lossOf('p.npy', '--labels', '1 2', '--probabilities');
    expectNear([byProbabilities.value], [expected.loss]);
    expectNear(
      byProbabilities.gradient,
      expected.gradient.flat().map((g, i) => g / probabilities.flat()[i]),
    );

    const ofLogits = ctcLoss(logits.map(logSoftmax), [1, 2], { blank: 0 });
    const byLogits = await lossOf('z.npy', '--labels', '1 2', '--logits');
    expectNear([byLogits.value], [ofLogits.loss]);
    const pulled = ofLogits.gradient.flatMap((row, n) =>
      row.map((g, k) => g - Math.exp(logSoftmax(logits[n])[k]) * row.reduce((sum, other) => sum + other, 0)),
    );
    expectNear(byLogits.gradient, pulled);
  });

  it('takes the blank, an empty target and a batch', async () => {
    const logs = probabilities.map((row) => row.map(Math.log));
    expectNear(
      [(await lossOf('log.npy', '--labels', '0 1', '--blank', '2', '--log-probabilities')).value],
      [ctcLoss(logs, [0, 1], { blank: 2 }).loss],
    );
    expectNear([(await lossOf('log.npy', '--labels', '', '--log-probabilities')).value], [ctcLoss(logs, []).loss]);
    const batch = await lossOf('pair.npy', '--labels', '1 2; 2', '--probabilities');
    const each = [ctcLoss(logs, [1, 2]).loss, ctcLoss(logs.toReversed(), [2]).loss];
    expectNear([batch.value], [each[0] + each[1]]);
    expectNear(
      batch.items.map((item) => (item as { value: number }).value),
      each,
    );
    expect(batch.shape).toEqual([2, 4, 3]);
    const short = await lossOf('pair.npy', '--labels', '1 2; 2', '--probabilities', '--lengths', '4 1');
    expectNear(
      short.items.map((item) => (item as { value: number }).value),
      [each[0], ctcLoss(logs.toReversed().slice(0, 1), [2]).loss],
    );
    expect(short.gradient.slice(15)).toEqual(new Array(9).fill(0));
  });

  it('says why there is no path, with exit code 0, value inf and gradient 0', async () => {
    const { value, items, gradient } = await lossOf('p.npy', '--labels', '1 1 1', '--probabilities');
    expect(value).toBe(Infinity);
    expect(items).toEqual([{ value: Infinity, feasible: false, reason: 'needs at least 5 rows, has 4' }]);
    expect(gradient).toEqual(new Array(12).fill(0));
    const world = createWorld(files);
    expect(await runIn(world, 'loss', 'p.npy', '--labels', '1 1 1', '--probabilities')).toBe(0);
    expect(world.stdout()).toMatch(/^loss inf, no path: needs at least 5 rows, has 4\nctc, 4 × 7 on cpu in /);
    const two = createWorld(files);
    expect(await runIn(two, 'loss', 'pair.npy', '--labels', '1 1 1;1', '--probabilities')).toBe(0);
    expect(two.stdout()).toMatch(/^item 0: loss inf, no path: needs .*\nitem 1: loss [\d.]+\nsum inf\nctc, /);
  });

  it('is soft-DTW of features, with temperature, weights and cost', async () => {
    const x = [
      [1, 2],
      [3, 4],
      [5, 5],
    ];
    const y = [
      [1, 2],
      [5, 4],
    ];
    const expected = softDtw(x, y, { temperature: 0.5 });
    const { value, gradient } = await lossOf('x.csv', '--preset', 'soft-dtw', '--target', 'y.csv', '--gamma', '0.5');
    expectNear([value], [expected.value]);
    expect(gradient.length).toBe(6);
    const weighted = await lossOf('x.csv', '--preset', 'soft-dtw', '--target', 'y.csv', '--gamma', '0.5', '--weights', '1 1 2');
    expect(weighted.value).toBeGreaterThan(value);
    const hard = await lossOf('x.csv', '--preset', 'dtw', '--target', 'y.csv', '--cost', 'absolute');
    expect(hard.value).toBe(3);
    const rows = await lossOf('x.csv', '--preset', 'two-one', '--target', 'y.csv');
    expect(Number.isFinite(rows.value)).toBe(true);
  });

  it('takes label rows where there are several labels at a time', async () => {
    const multi = await lossOf('m.csv', '--preset', 'multi-label-ctc', '--target', 'one.csv', '--probabilities');
    // Not the blank, the first class, not the second.
    expectNear([multi.value], [-Math.log(0.8 * 0.9 * 0.6)]);
    expectNear(multi.gradient, [1 / 0.8, -1 / 0.9, 1 / 0.6]);
    expect((await lossOf('m.csv', '--preset', 'table1:CTC-A', '--target', 'one.csv', '--probabilities')).value).toBe(multi.value);
    const entropy = await lossOf(
      'two.csv',
      '--preset',
      'table1:SDTW-D',
      '--target',
      'one.csv',
      '--probabilities',
      '--cost',
      'binaryCrossEntropy',
    );
    expectNear([entropy.value], [-Math.log(0.9 * 0.6)]);
    const sdtw = await lossOf('p.npy', '--preset', 'table1:SDTW-D', '--target', 'rows.csv', '--probabilities');
    // The rest costs nothing: the first frame is label 1, all further ones may rest.
    const bySumOfPaths = [1, 2, 3].map((frames) => probabilities.slice(0, frames).reduce((product, row) => product * row[1], 1));
    expectNear([sdtw.value], [-Math.log(bySumOfPaths.reduce((sum, p) => sum + p, 0))]);
    const sameByLabels = await lossOf('p.npy', '--preset', 'table1:SDTW-D:published-code', '--labels', '1 -1', '--probabilities');
    expectNear([sameByLabels.value], [sdtw.value]);
    expectNear(sameByLabels.gradient, sdtw.gradient);
    const forbidden = await lossOf('p.npy', '--preset', 'table1:SDTW-D:paper', '--labels', '1 -1', '--probabilities');
    expect(forbidden.value).toBe(Infinity);
  });

  it.each<[readonly string[], string]>([
    [['none.npy', '--labels', '1', '--logits'], 'none.npy does not exist'],
    [['cube.npy', '--labels', '1', '--logits'], 'cube.npy has the shape [4]; one item is [frames, dimension]'],
    [['p.npy', '--labels', '1 2'], '--preset ctc must know what the file holds: give --probabilities, --log-probabilities or --logits'],
    [['p.npy', '--labels', '1', '--logits', '--probabilities'], 'give only one of --probabilities'],
    [['p.npy', '--probabilities'], '--preset ctc needs --labels, for example --labels "3 1 4"'],
    [['z.npy', '--labels', '1', '--probabilities'], 'z.npy: frame 0, class 1 is -2; expected a probability from 0 to 1'],
    [['p.npy', '--labels', '1', '--log-probabilities'], 'p.npy: frame 0, class 0 is 0.6; expected a log-probability'],
    [['nan.csv', '--labels', '1', '--logits'], 'nan.csv: frame 0, class 1 is NaN'],
    [['p.npy', '--labels', '1 3', '--probabilities'], '--labels: label 1 (from 0) is 3; p.npy has the classes 0 to 2'],
    [['p.npy', '--labels', '1 0', '--probabilities'], '--labels: item 0, label 1 is 0; expected a label other than the blank, 0'],
    [['p.npy', '--labels', '-1', '--probabilities'], '--labels: item 0, label 0 is -1; expected a whole number from 0'],
    [['p.npy', '--labels', '1;2', '--probabilities'], '--labels has 2 items, p.npy has 1'],
    [['p.npy', '--labels', '1', '--probabilities', '--blank', '3'], '--blank is 3; p.npy has the classes 0 to 2'],
    [['p.npy', '--labels', '1', '--probabilities', '--blank', '-1'], "--blank is '-1'; give a whole number of at least 0"],
    [['p.npy', '--labels', '1', '--target', 'y.csv', '--probabilities'], 'give --labels (class numbers) or --target'],
    [['p.npy', '--labels', '1', '--probabilities', '--cost', 'cosine'], '--preset ctc has its own cost'],
    [['p.npy', '--labels', '1', '--probabilities', '--weights', '1 1 2'], '--preset ctc has its own step weights'],
    [['p.npy', '--labels', '1', '--probabilities', '--lengths', '5'], '--lengths: item 0 has 5, p.npy has 4 frames an item'],
    [['p.npy', '--labels', '1', '--probabilities', '--lengths', '1 2'], '--lengths has 2 numbers, p.npy has 1 item'],
    [['p.npy', '--labels', '1', '--probabilities', '--gradient', 'g.csv'], '--gradient g.csv: the gradient is written as .npy'],
    [['p.npy', '--labels', '1', '--probabilities', '--gradient', 'none/g.npy'], 'none/g.npy cannot be written'],
    [['x.csv', '--preset', 'soft-dtw'], '--preset soft-dtw needs --target FILE'],
    [['x.csv', '--preset', 'soft-dtw', '--labels', '1'], '--preset soft-dtw has no labels'],
    [['p.npy', '--preset', 'multi-label-ctc', '--target', 'rows.csv', '--probabilities'], 'items and numbers a frame must be the same'],
    [['x.csv', '--preset', 'soft-dtw', '--target', 'p.npy'], 'x.csv has 1 × frames of 2 numbers, the target 1 × frames of 3'],
    [['x.csv', '--preset', 'soft-dtw', '--target', 'y.csv', '--logits'], '--preset soft-dtw takes features'],
    [['x.csv', '--preset', 'dtw', '--target', 'y.csv', '--gamma', '1'], '--preset dtw has a hard minimum'],
    [['x.csv', '--preset', 'soft-dtw', '--target', 'y.csv', '--weights', '1'], '--weights has 1 number for 3 steps'],
    [['nan.csv', '--preset', 'dtw', '--target', 'y.csv'], 'nan.csv: frame 0, number 1 is NaN; expected'],
    [['p.npy', '--preset', 'lda'], "--preset: there is no preset 'lda'; there are ctc, multi-label-ctc"],
    [['p.npy', '--preset', 'table1:CTC-Z'], "--preset table1:CTC-Z: 'CTC-Z' is none of CTC-A"],
    [['p.npy', '--preset', 'table1:CTC-A:book'], "the reading is 'book'; give paper or published-code"],
    [['p.npy', '--preset', 'table1:CTC-A', '--probabilities'], '--preset table1:CTC-A needs --labels, or --target'],
    [
      ['p.npy', '--preset', 'table1:SDTW-E', '--target', 'rows.csv', '--probabilities', '--cost', 'huber'],
      "--cost: local cost 'huber': unknown parameter 'input'",
    ],
  ])('refuses %j in one line', async (args, message) => {
    expect(await refusal(createWorld(files), 'loss', ...args)).toContain(message);
  });
});
