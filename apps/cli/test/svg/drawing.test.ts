import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourAt, LEVELS, palette } from '../../src/svg/colour-map.ts';
import { colourScale } from '../../src/svg/heat-map.ts';
import { encodePng } from '../../src/svg/png.ts';
import { blockMeans, type RowSource } from '../../src/svg/raster.ts';
import { type Point, simplify } from '../../src/svg/simplify.ts';
import { escapeXml, shorten } from '../../src/svg/text.ts';
import { countTicks, linearTicks, timeTicks } from '../../src/svg/ticks.ts';

const signal = new AbortController().signal;

function sourceOf(matrix: readonly (readonly number[])[], first?: readonly number[], last?: readonly number[]): RowSource {
  const columns = matrix[0].length;
  const from = first ?? matrix.map(() => 0);
  const to = last ?? matrix.map(() => columns - 1);
  return {
    rows: matrix.length,
    columns,
    first: from,
    last: to,
    read: (n, out) => out.set(matrix[n].slice(from[n], to[n] + 1)),
  };
}

describe('blockMeans', () => {
  it('is the mean of each block, NaN where nothing finite stands', async () => {
    const cell = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -9, max: 9 }) }, { weight: 1, arbitrary: fc.constant(Infinity) });
    const size = fc.integer({ min: 1, max: 9 });
    await fc.assert(
      fc.asyncProperty(
        fc
          .tuple(size, size, fc.integer({ min: 1, max: 6 }))
          .chain(([rows, columns, most]) =>
            fc.tuple(
              fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
              fc.constant(most),
            ),
          ),
        async ([matrix, most]) => {
          const rows = matrix.length;
          const columns = matrix[0].length;
          const { width, height, values } = await blockMeans(sourceOf(matrix), most, signal);
          expect([width, height]).toEqual([Math.min(columns, most), Math.min(rows, most)]);
          for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
              const block = matrix.flatMap((row, n) =>
                Math.floor((n * height) / rows) === y
                  ? row.filter((value, m) => Math.floor((m * width) / columns) === x && value !== Infinity)
                  : [],
              );
              const mean = block.reduce((sum, value) => sum + value, 0) / block.length;
              expect(values[y * width + x]).toBe(mean);
            }
          }
        },
      ),
    );
  });

  it('leaves out what lies outside the ranges of rows', async () => {
    const matrix = [
      [1, 99, 99],
      [99, 2, 3],
      [99, 99, 99],
    ];
    const { values } = await blockMeans(sourceOf(matrix, [0, 1, 1], [0, 2, 0]), 3, signal);
    expect([...values]).toEqual([1, NaN, NaN, NaN, 2, 3, NaN, NaN, NaN]);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const source = {
      rows: 4,
      columns: 2 ** 20,
      first: [0, 0, 0, 0],
      last: Array.from({ length: 4 }, () => 2 ** 20 - 1),
      read: () => controller.abort(new Error('enough')),
    };
    await expect(blockMeans(source, 8, controller.signal)).rejects.toThrow('enough');
  });
});

describe('encodePng', () => {
  it('makes a file that holds the indices row by row', () => {
    const indices = Uint8Array.of(0, 1, 2, 255, 3, 0);
    const png = encodePng(3, 2, indices, palette());
    expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    const chunks = new Map<string, Uint8Array>();
    const view = new DataView(png.buffer, png.byteOffset, png.length);
    for (let at = 8; at < png.length;) {
      const length = view.getUint32(at);
      const name = String.fromCharCode(...png.subarray(at + 4, at + 8));
      chunks.set(name, png.subarray(at + 8, at + 8 + length));
      expect(view.getUint32(at + 8 + length)).toBe(crcOf(png.subarray(at + 4, at + 8 + length)));
      at += 12 + length;
    }
    expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
    expect([...chunks.get('IHDR')!]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
    expect(chunks.get('PLTE')!.length).toBe(3 * (LEVELS + 1));
    expect([...inflateSync(chunks.get('IDAT')!)]).toEqual([0, 0, 1, 2, 0, 255, 3, 0]);
  });
});

/** CRC-32 bit by bit, as the PNG specification defines it (annex D). */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

describe('colours', () => {
  it('run from viridis dark to light, each lighter than the one before', () => {
    expect(colourAt(0)).toEqual([68, 1, 84]);
    expect(colourAt(1)).toEqual([253, 231, 37]);
    expect(colourAt(-3)).toEqual(colourAt(0));
    expect(colourAt(7)).toEqual(colourAt(1));
    const luma = palette()
      .slice(1)
      .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b);
    for (let i = 4; i < luma.length; i++) expect(luma[i]).toBeGreaterThan(luma[i - 4]);
  });

  it('keep the ends unless a few values lie far out', () => {
    const raster = (values: readonly number[]) => ({ width: values.length, height: 1, values: Float64Array.from(values) });
    const even = colourScale(raster(Array.from({ length: 101 }, (_, i) => i)), 'linear');
    expect([even.least, even.most, even.below, even.above, even.place(25)]).toEqual([0, 100, false, false, 0.25]);
    const skewed = colourScale(raster([...Array.from({ length: 200 }, (_, i) => i), 1e6]), 'linear');
    expect(skewed.above).toBe(true);
    expect(skewed.most).toBeLessThan(200);
    expect(skewed.place(1e6)).toBe(1);
    expect(colourScale(raster([...Array.from({ length: 200 }, () => 0), 1]), 'squareRoot').most).toBe(1);
    expect(colourScale(raster([NaN, 3, 3]), 'linear').place(3)).toBe(0);
    expect(colourScale(raster([NaN]), 'linear').most).toBe(0);
    expect(colourScale(raster([0, 0.25, 1]), 'squareRoot').place(0.25)).toBe(0.5);
  });
});

describe('ticks', () => {
  it('stand at nice numbers inside the range, not too many', () => {
    expect(linearTicks(0, 1, 5).map(({ label }) => label)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
    expect(linearTicks(-4.8, 2.1, 4).map(({ label }) => label)).toEqual(['−4', '−2', '0', '2']);
    expect(countTicks(3, 8).map(({ value }) => value)).toEqual([0, 1, 2, 3]);
    expect(timeTicks(150, 6).map(({ label }) => label)).toEqual(['0:00', '0:30', '1:00', '1:30', '2:00', '2:30']);
    expect(timeTicks(3.5, 8).map(({ label }) => label)).toEqual(['0', '0.5', '1', '1.5', '2', '2.5', '3', '3.5']);
    expect(linearTicks(2, 2, 4)).toEqual([{ value: 2, label: '2' }]);
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        fc.integer({ min: 3, max: 12 }),
        (from, range, most) => {
          for (const ticks of [linearTicks(from, from + range, most), timeTicks(range, most), countTicks(Math.ceil(range), most)]) {
            expect(ticks.length).toBeGreaterThan(0);
            expect(ticks.length).toBeLessThanOrEqual(most + 1);
          }
        },
      ),
    );
  });
});

describe('simplify', () => {
  const pathPoints = fc.array(fc.constantFrom([1, 0], [0, 1], [1, 1]), { minLength: 1, maxLength: 300 }).map((steps) => {
    const points: Point[] = [[0, 0]];
    for (const [i, j] of steps) points.push([points.at(-1)![0] + j * 0.07, points.at(-1)![1] + i * 0.05]);
    return points;
  });

  it('keeps the ends and stays near every point', () => {
    fc.assert(
      fc.property(pathPoints, (points) => {
        const kept = simplify(points, 0.3);
        expect(kept[0]).toEqual(points[0]);
        expect(kept.at(-1)).toEqual(points.at(-1));
        for (const point of points) {
          const nearest = Math.min(...kept.map((end, i) => distance(point, kept[Math.max(0, i - 1)], end)));
          expect(nearest).toBeLessThanOrEqual(0.3 + 1e-12);
        }
      }),
    );
  });

  it('needs two points for a line', () => {
    const line = Array.from({ length: 10_000 }, (_, i): Point => [i / 20, i / 20]);
    expect(simplify(line, 0.3).length).toBe(2);
    expect(simplify([[1, 2]], 0.3)).toEqual([[1, 2]]);
    expect(simplify([], 0.3)).toEqual([]);
  });
});

function distance([x, y]: Point, [x0, y0]: Point, [x1, y1]: Point): number {
  const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length));
  return Math.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0));
}

describe('text', () => {
  it('is escaped and shortened', () => {
    expect(escapeXml(`<a & "b">'\u0000`)).toBe('&lt;a &amp; &quot;b&quot;&gt;&#39;\ufffd');
    expect(shorten('recording.npy', 20)).toBe('recording.npy');
    expect(shorten('a-very-long-recording.npy', 11)).toBe('a-ver…g.npy');
    expect(shorten('a-very-long-recording.npy', 11).length).toBe(11);
  });
});
