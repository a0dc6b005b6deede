import { activationScores, frameAccuracy } from '@rubato/decoders';
import { decodeJson } from '@rubato/io';
import { describe, expect, it } from 'vitest';
import { createWorld, refusal, runIn } from '../support/world.ts';

const predicted = [0.9, 0.1, 0.4, 0.6, 0.7, 0.3, 0.5, 0.5];
const reference = [1, 0, 1, 0, 0, 0, 0, 1];
const table = (values: readonly number[]): string => values.map((value, i) => `${value}${i % 2 === 0 ? ',' : '\n'}`).join('');
const files = {
  'p.csv': table(predicted),
  'r.csv': table(reference),
  'classes.csv': '0\n0\n-1\n1\n',
  'other.csv': '0\n1\n0\n0\n',
  'short.csv': '0\n1\n',
  'half.csv': '0.5\n1\n0\n0\n',
  'nan.csv': table(predicted.map((value, i) => (i === 5 ? NaN : value))).toLowerCase(),
  'wide.csv': '1,0,0\n1,0,0\n1,0,0\n1,0,0\n',
  'rest.csv': '0\n0\n0\n0\n',
};

async function told(...args: readonly string[]): Promise<unknown> {
  const world = createWorld(files);
  expect([await runIn(world, 'eval', 'frames', ...args, '--json'), world.stderr()]).toEqual([0, '']);
  return decodeJson(world.stdout());
}

describe('rubato eval frames', () => {
  it('is the frame accuracy of the largest numbers of rows, and of classes', async () => {
    // The predicted classes are 0, 1, 0, 0: of equal numbers the first. The reference's are 0, 0, a rest, 1.
    const accuracy = frameAccuracy([0, 1, 0, 0], [0, 0, -1, 1]);
    const expected = { frameAccuracy: accuracy, correctFrames: 1, judgedFrames: 4, frames: 4 };
    for (const first of ['p.csv', 'other.csv'])
      for (const second of ['r.csv', 'classes.csv']) expect(await told(first, second)).toEqual(expected);
    expect(await told('p.csv', 'r.csv', '--ignore', '-1')).toEqual({ frameAccuracy: 1 / 3, correctFrames: 1, judgedFrames: 3, frames: 4 });
  });

  it('scores activations above a threshold', async () => {
    const activations = activationScores(predicted, reference, { threshold: 0.35 });
    expect(await told('p.csv', 'r.csv', '--threshold', '0.35')).toMatchObject({ activations });
    expect(activations.truePositives).toBe(3);
    const world = createWorld(files);
    expect(await runIn(world, 'eval', 'frames', 'p.csv', 'r.csv', '--threshold', '0.35')).toBe(0);
    expect(world.stdout()).toBe(
      'frame accuracy 0.25\n1 of 4 frames right\nprecision 0.5, recall 1, F-measure 0.6666667 of activations\n3 right, 3 too many, 0 missed\n',
    );
  });

  it.each<[readonly string[], string]>([
    [['p.csv', 'short.csv'], 'p.csv has 4 frames, short.csv has 2; give the same frames'],
    [['half.csv', 'r.csv'], 'half.csv: frame 0 is 0.5; expected a class'],
    [['nan.csv', 'r.csv'], 'nan.csv: frame 2, class 1 is NaN'],
    [['p.csv', 'rest.csv', '--ignore', '0'], 'rest.csv is without any frame to judge; expected at least one'],
    [['p.csv', 'other.csv', '--threshold', '0.5'], '--threshold is for [frames, classes]; other.csv holds a class for each frame'],
    [['p.csv', 'wide.csv', '--threshold', '0.5'], 'p.csv has rows of 2, wide.csv of 3'],
    [['p.csv', 'r.csv', '--threshold', 'high'], "--threshold is 'high'; give a number"],
  ])('refuses %j in one line', async (args, message) => {
    expect(await refusal(createWorld(files), 'eval', 'frames', ...args)).toContain(message);
  });
});
