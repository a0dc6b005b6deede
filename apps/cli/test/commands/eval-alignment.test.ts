import { decodeJson, readCsv, writeNpy, writeNpz } from '@rubato/io';
import { eventErrors, pathToWarp, timeError } from '@rubato/decoders';
import { describe, expect, it } from 'vitest';
import { elementsOf } from '../support/svg.ts';
import { createWorld, refusal, runIn, textOf } from '../support/world.ts';

const path = Int32Array.of(0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 5);
const array = { dtype: 'int32', shape: [6, 2], data: path } as const;
const across = Int32Array.from({ length: 12 }, (_, i) => path[2 * (i % 6) + Math.floor(i / 6)]);
const csv = `row,column\n${Array.from({ length: 6 }, (_, i) => `${path[2 * i]},${path[2 * i + 1]}\n`).join('')}`;
const positions = [0, 0.5, 1.5];
const times = [0.1, 0.4, 1.2];
const files = {
  'path.csv': csv,
  'rates.csv': csv.replace('column\n', 'column,row_seconds\n').replaceAll(/(\d)\n/g, '$1,9\n'),
  'path.npy': writeNpy(array),
  'across.npy': writeNpy({ ...array, shape: [2, 6], data: across }),
  'path.npz': writeNpz({ cost: { dtype: 'float64', shape: [], data: Float64Array.of(1) }, path: array }),
  'path.json': JSON.stringify({ cost: 1, path: Array.from({ length: 6 }, (_, i) => [path[2 * i], path[2 * i + 1]]) }),
  'back.csv': 'row,column\n0,0\n2,1\n1,2\n',
  'half.csv': '0,0\n0.5,1\n',
  'cube.csv': '1,2,3\n4,5,6\n7,8,9\n',
  'events.csv': 'a,b\n0,0.1\n0.5,0.4\n1.5,1.2\n',
  'frames.csv': 'name;frame_a;frame_b\nx;0;0.4\ny;1;1.6\nz;3;4.8\n',
  'a.csv': 'start;measure\n0;1\n0.5;2\n1.5;3\n',
  'b.csv': 'measure;start\n1;0.1\n2;0.4\n3;1.2\n',
  'b.npy': writeNpy({ dtype: 'float64', shape: [3], data: Float64Array.from(times) }),
  'fewer.csv': 'start\n1\n',
  'far.csv': '0,0\n9,1\n',
  'nan.csv': '0,0\n1,nan\n',
  'shuffled.csv': '0.5,0.4\n0,0.1\n1.5,1.2\n',
};

async function told(...args: readonly string[]): Promise<unknown> {
  const world = createWorld(files);
  expect([await runIn(world, 'eval', 'alignment', ...args, '--json'), world.stderr()]).toEqual([0, '']);
  return decodeJson(world.stdout());
}

const warp = pathToWarp(path, { rowRate: 2, columnRate: 4 });
const { milliseconds, ...summary } = eventErrors(warp, positions, times);
const { error, deviation, largest } = timeError(warp, { positions, times });
const expected = {
  events: 3,
  ...summary,
  timeErrMilliseconds: 1000 * error,
  timeDevMilliseconds: 1000 * deviation,
  largestTimeMilliseconds: 1000 * largest,
};

describe('rubato eval alignment', () => {
  it("is the library's errors, whatever form the path has", async () => {
    expect(summary.largestMilliseconds).toBeGreaterThan(100);
    for (const file of ['path.csv', 'rates.csv', 'path.npy', 'across.npy', 'path.npz', 'path.json']) {
      expect(await told(file, 'events.csv', '--rate', '2,4')).toEqual(expected);
    }
  });

  it('reads events of one table or two files, in seconds or frames', async () => {
    const inFrames = await told('path.csv', 'frames.csv', '--rate', '2,4', '--events', 'frames', '--columns', 'frame_a,frame_b');
    expect(inFrames).toMatchObject({ events: 3 });
    expect((inFrames as typeof expected).meanMilliseconds).toBeCloseTo(expected.meanMilliseconds, 9);
    expect(await told('path.csv', 'a.csv', 'b.csv', '--rate', '2,4', '--columns', 'start,start')).toEqual(expected);
    expect(await told('path.csv', 'a.csv', 'b.csv', '--rate', '2,4', '--columns', '0,1')).toEqual(expected);
    expect(await told('path.csv', 'a.csv', 'b.npy', '--rate', '2,4')).toEqual(expected);
    const { timeErrMilliseconds: _err, timeDevMilliseconds: _dev, largestTimeMilliseconds: _largest, ...events } = expected;
    expect(await told('path.csv', 'shuffled.csv', '--rate', '2,4')).toEqual(events);
  });

  it('says it in words, and writes a table, JSON and a drawing', async () => {
    const world = createWorld(files);
    const outputs = ['e.csv', 'e.json', 'e.svg'].flatMap((file) => ['--out', file]);
    expect(await runIn(world, 'eval', 'alignment', 'path.csv', 'events.csv', '--rate', '2,4', ...outputs)).toBe(0);
    expect(world.stdout()).toMatch(
      /^mean absolute error [\d.]+ ms, median [\d.]+ ms, largest [\d.]+ ms\nTimeErr [\d.]+ ms, TimeDev [\d.]+ ms\n3 events\n$/,
    );
    const table = readCsv(textOf(world, 'e.csv'), { columns: ['position_seconds', 'time_seconds', 'error_milliseconds'] });
    expect(Array.from(table.data)).toEqual(positions.flatMap((position, i) => [position, times[i], milliseconds[i]]));
    expect(decodeJson(textOf(world, 'e.json'))).toMatchObject({ ...expected, milliseconds: Array.from(milliseconds) });
    const circles = elementsOf(textOf(world, 'e.svg')).filter(({ name }) => name === 'circle');
    expect(circles.length).toBe(3);
    const heights = circles.map(({ attributes }) => Number(attributes['cy']));
    // Late above early.
    expect(heights[0] < heights[1]).toBe(milliseconds[0] > milliseconds[1]);
    const unordered = createWorld(files);
    expect(await runIn(unordered, 'eval', 'alignment', 'path.csv', 'shuffled.csv', '--rate', '2,4')).toBe(0);
    expect(unordered.stdout()).toContain('no TimeErr: the events do not move on');
  });

  it.each<[readonly string[], string]>([
    [['path.csv', 'events.csv'], "required option '--rate <frames>' not specified"],
    [['none.csv', 'events.csv', '--rate', '2'], 'none.csv does not exist'],
    [['back.csv', 'events.csv', '--rate', '2'], 'back.csv: pair 2 is 1; expected a number of at least 2: a path never goes back'],
    [['half.csv', 'events.csv', '--rate', '2'], 'half.csv: pair 1 has 0.5; expected a frame'],
    [['cube.csv', 'events.csv', '--rate', '2'], 'cube.csv has the shape [3, 3]; a path is [pairs, 2]'],
    [['path.csv', 'far.csv', '--rate', '2,4'], 'far.csv: event 1 (from 0), in seconds, is 9; expected a number from 0 to 2'],
    [['path.csv', 'nan.csv', '--rate', '2,4'], 'nan.csv: event 1 (from 0) has NaN; expected a finite number'],
    [['path.csv', 'a.csv', 'fewer.csv', '--rate', '2'], 'a.csv has 3 events, fewer.csv has 1'],
    [['path.csv', 'events.csv', '--rate', '2', '--columns', 'a'], "--columns is 'a'; give two names or numbers"],
    [['path.csv', 'events.csv', '--rate', '2', '--columns', 'a,c'], 'events.csv: '],
    [['path.csv', 'a.csv', 'b.npy', '--rate', '2', '--columns', '0,3'], "--columns: b.npy has the columns 0 to 0, and not '3'"],
    [['path.csv', 'events.csv', '--rate', '2', '--events', 'beats'], "--events is 'beats'; give one of seconds, frames"],
    [
      ['path.csv', 'events.csv', '--rate', '2', '--out', 'e.txt'],
      '--out e.txt: the ending chooses the format; give one of .csv, .json, .svg',
    ],
  ])('refuses %j in one line', async (args, message) => {
    expect(await refusal(createWorld(files), 'eval', 'alignment', ...args)).toContain(message);
  });
});
