import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  blockMeans,
  drawAlignedScore,
  drawCostMatrix,
  drawErrors,
  drawLossCurves,
  drawMatches,
  drawPosteriors,
  drawStepFlow,
  drawTargets,
  drawWarp,
  drawWarpedSignals,
} from '../../src/index.ts';
import { elementsOf, pixelsOf, textsOf } from '../support/svg.ts';

/** Numbers from 0 to 1, the same in every run. */
function noise(length: number, seed = 1): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => ((state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 8) / 2 ** 24);
}

/** Expects a small drawing with finite numbers, and something in its subtitle. */
function expectSmall(svg: string, bytes: number, told: string): void {
  expect(svg.length).toBeLessThan(bytes);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  expect(textsOf(svg)[1]).toContain(told);
}

describe('pictures stay small', () => {
  it('of a hundred thousand errors', () => {
    const positions = noise(100_000).map((value) => 3000 * value);
    const svg = drawErrors({ positions, milliseconds: noise(100_000, 2).map((value) => 200 * (value - 0.5)) });
    expectSmall(svg, 200_000, 'near points drawn as one');
    expect(drawErrors({ positions: [0, 9], milliseconds: [1, 2] })).not.toContain('near points');
  });

  it('of fifty thousand labels, of which a few stay as they are', () => {
    const [frames, classes] = [100_000, 40];
    const posteriors = { data: new Float32Array(frames * classes), frames, classes };
    const marks = Array.from({ length: 50_000 }, (_, k) => ({ from: 2 * k, to: 2 * k + 1, row: (7 * k) % classes, label: 'a' }));
    expectSmall(drawPosteriors({ posteriors, marks }), 400_000, 'near boxes drawn as one');
  });

  it('of a hundred thousand notes of one pitch', () => {
    const notes = Array.from({ length: 100_000 }, (_, k) => ({ pitch: 60, start: k, end: k + 0.9 }));
    const line = { times: [0, 100_000], values: [0, 100_000] };
    const svg = drawAlignedScore({ notes, warp: line, truth: { times: [0, 100_000], values: [0.5, 100_000.5] } });
    expectSmall(svg, 200_000, 'near parts drawn as one');
    expect(textsOf(svg).some((text) => text.startsWith('both, 8'))).toBe(true);
  });

  it('of many matches and documents, the best of them', () => {
    const spans = Array.from({ length: 500 }, (_, k) => ({ from: k, to: k + 1 }));
    const rows = Array.from({ length: 60 }, () => ({ name: 'a', value: '1', length: 500, spans }));
    expectSmall(drawMatches({ rows }), 600_000, 'the best 40 of 60 · the best 100 matches of each');
  });

  it('of long and noisy curves, with gaps and infinities', () => {
    const values = noise(200_000).map((value, k) => (k % 3 === 0 ? NaN : k % 7 === 0 ? Infinity : value));
    const svg = drawLossCurves({
      curves: [
        { name: 'a', values: noise(200_000) },
        { name: 'b', values },
      ],
      subtitle: 'x',
    });
    expectSmall(svg, 250_000, 'x');
    const times = Float64Array.from({ length: 100_000 }, (_, k) => k);
    const [lower, upper] = [noise(100_000, 3), noise(100_000, 4).map((value) => value + 1)];
    expectSmall(drawWarp({ warp: { times, values: times }, bounds: { lower, upper } }), 200_000, '100000 knots');
  });

  it('of long signals of many channels', () => {
    const [frames, channels] = [600, 4000];
    const signal = {
      times: Float64Array.from({ length: frames }, (_, k) => k),
      values: new Float32Array(noise(frames * channels)),
      channels,
    };
    const svg = drawWarpedSignals({ x: signal, y: signal, warp: { times: [0, 599], values: [0, 599] } });
    expectSmall(svg, 1_300_000, 'colours are means');
    expect(Math.max(pixelsOf(svg).width, pixelsOf(svg).height)).toBe(512);
  });

  it('of any matrix: at most 512 pixels to a side', () => {
    for (const side of [1, 3, 255, 257, 383, 384, 511, 512, 513, 700]) {
      const { width } = pixelsOf(drawCostMatrix({ matrix: { data: new Float64Array(2 * side), rows: 2, columns: side } }));
      expect([side, width <= 512, width >= Math.min(side, 256)]).toEqual([side, true, true]);
    }
  });
});

describe('what is drawn', () => {
  it('has an event of a single frame, however long the signal', () => {
    const [frames, channels] = [5121, 4];
    const times = Float64Array.from({ length: frames }, (_, k) => k);
    const warp = { times: [0, frames - 1], values: [0, frames - 1] };
    const flat = { times, values: new Float64Array(frames * channels), channels };
    const drawn = (at: number, signal: 'x' | 'y'): string => {
      const values = Float64Array.from(flat.values);
      values[at * channels + 1] = 5;
      return drawWarpedSignals({ x: flat, y: flat, warp, [signal]: { ...flat, values } });
    };
    for (const at of [0, 2500, 2501, 2507, 5120]) {
      for (const signal of ['x', 'y'] as const) {
        const pictures = [...drawn(at, signal).matchAll(/base64,[^"]+/g)].map(([image]) => createHash('sha1').update(image).digest('hex'));
        // Of x, y and warped x: the one of y differs from the others, which are alike.
        expect([pictures[0] === pictures[1], pictures[0] === pictures[2]]).toEqual([false, true]);
      }
    }
  });

  it('has the same colour for the same mass, however it is spread over a block', () => {
    const [rows, columns] = [1024, 1024];
    const mass = new Float64Array(rows * columns);
    mass[0] = 1;
    for (const cell of [2, 3, columns + 2, columns + 3]) mass[cell] = 0.25;
    const svg = drawStepFlow({ rows, columns, steps: [[1, 1]], mass });
    const { width, height, indices } = pixelsOf(svg);
    const bottom = indices.subarray((height - 1) * width);
    // Two blocks with mass, and dark ones without: what is grey is no number.
    expect([bottom[0], bottom[1], bottom[2]]).toEqual([255, 255, 1]);
    expect(textsOf(svg)).toContain('1024 × 1024 cells · colours are means');
    expect(textsOf(svg).filter((text) => text === 'mass').length).toBe(1);
  });

  it('has a grey cell where a flow has no number, small and large', () => {
    const steps = [
      [1, 1],
      [1, 0],
    ] as const;
    const mass = Float64Array.of(0, 0, 0, 0, 0, NaN, 0.5, 0.5);
    const small = drawStepFlow({ rows: 2, columns: 2, steps, mass });
    expect(elementsOf(small).filter(({ attributes }) => attributes['class'] === 'empty').length).toBe(1);
    expect(textsOf(small)).toContain('2 × 2 cells · grey: 1 NaN');
    expect(textsOf(small)).toEqual(expect.arrayContaining(['step (1, 1), 50 %', 'step (1, 0), 50 %']));
    const side = 60;
    const large = new Float64Array(2 * side * side).fill(0.5);
    large[0] = NaN;
    large[2] = Infinity;
    const svg = drawStepFlow({ rows: side, columns: side, steps, mass: large });
    const { width, height, indices } = pixelsOf(svg);
    const bottom = indices.subarray((height - 1) * width);
    expect([bottom[0], bottom[width / side], bottom[(2 * width) / side]]).toEqual([0, 0, 127]);
    expect(textsOf(svg)).toContain('60 × 60 cells · grey: 1 infinite, 1 NaN');
  });

  it('counts as grey what is no probability, not what has no logarithm', () => {
    const log = { data: [0, -Infinity, Math.log(0.5), Math.log(0.5)], frames: 2, classes: 2, form: 'logProbabilities' } as const;
    expect(textsOf(drawPosteriors({ posteriors: log }))).toContain('2 frames, 2 classes');
    const logits = { data: [0, Infinity, 0, NaN, 1, 2], frames: 3, classes: 2, form: 'logits' } as const;
    expect(textsOf(drawPosteriors({ posteriors: logits }))).toContain('3 frames, 2 classes · grey: 4 NaN');
    expect(textsOf(drawTargets({ targets: { data: [1, Infinity], frames: 2, classes: 1 } }))).toContain(
      '2 frames, 1 class · grey: 1 infinite',
    );
  });

  it('says that colours are means in piano rolls too', () => {
    const posteriors = { data: new Float32Array(5000), frames: 5000, classes: 1 };
    expect(textsOf(drawPosteriors({ posteriors }))).toContain('5000 frames, 1 class · colours are means');
  });

  it('has no bar where there is no number', () => {
    const svg = drawCostMatrix({ matrix: { data: [NaN, NaN], rows: 1, columns: 2 } });
    expect(textsOf(svg)).toContain('1 × 2 cells · grey: 2 NaN');
    expect(elementsOf(svg).some(({ name }) => name === 'linearGradient')).toBe(false);
    expect(textsOf(svg)).not.toContain('cost');
  });

  it('has no dot for a best loss that has no place', () => {
    for (const best of [1, 2]) {
      const svg = drawLossCurves({ curves: [{ name: 'a', values: [1, -1, 0], best }], logarithmic: true });
      expect(elementsOf(svg).some(({ name }) => name === 'circle')).toBe(false);
      expect(textsOf(svg)).toContain('a');
      expect(svg).not.toMatch(/NaN|Infinity|● best/);
    }
  });

  it('has notes of no length, and a score of nothing else', () => {
    const line = { times: [0, 1], values: [0, 1] };
    const svg = drawAlignedScore({ notes: [{ pitch: 60, start: 0.5, end: 0.5 }], warp: line, truth: line });
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['0.5', '60', 'both, 0 s']));
  });

  it('comes to an end for values that differ by rounding', () => {
    const pair = [0.3, 0.1 + 0.2];
    expect(textsOf(drawCostMatrix({ matrix: { data: pair, rows: 1, columns: 2 } }))).toContain('0.3');
    expect(drawLossCurves({ curves: [{ name: 'a', values: [1, 1 + Number.EPSILON] }] })).not.toMatch(/NaN|Infinity/);
    expect(drawWarp({ warp: { times: [1e17, 1e17 + 16], values: pair } })).not.toMatch(/NaN|Infinity/);
    expect(drawWarp({ warp: { times: [0, 5e-324], values: [-8e307, 8e307] } })).not.toMatch(/NaN|Infinity/);
  });

  it('says what a colour bar and an axis leave out of their numbers', () => {
    const data = [1_000_000.1, 1_000_001, 1_000_002, 1_000_003];
    expect(textsOf(drawCostMatrix({ matrix: { data, rows: 2, columns: 2 } }))).toEqual(
      expect.arrayContaining(['cost − 1000000', '0.5', '3']),
    );
    const warp = { times: [1_234_567.1, 1_234_567.9], values: [0, 1] };
    expect(textsOf(drawWarp({ warp }))).toEqual(expect.arrayContaining(['time of y − 1234560', '7.2', '7.8']));
  });

  it('has labels and unit of long recordings alike', () => {
    const rates = { rows: 0.05, columns: 0.005 };
    const texts = textsOf(drawCostMatrix({ matrix: { data: new Float32Array(200_000), rows: 2000, columns: 100 }, rates }));
    expect(texts).toEqual(expect.arrayContaining(['time (h:min)', '6:00', '10:00']));
    expect(texts).not.toContain('time (min:s)');
  });

  it('shortens long titles of axes in their middle, with the full text for who points at them', () => {
    const name = `a_very_long_recording_name_${'of_a_concert_'.repeat(9)}take_07.csv (seconds)`;
    const warp = { times: [0, 1], values: [0, 1] };
    const signal = { times: [0, 1], values: [0, 1] };
    const drawings = [
      drawWarp({ warp, xName: name, yName: name }),
      drawWarpedSignals({ x: signal, y: signal, warp, xName: name, yName: name }),
      drawLossCurves({ curves: [{ name, values: [1, 2] }], xName: name, yName: name }),
      drawCostMatrix({ matrix: { data: [1, 2], rows: 1, columns: 2 }, rowName: name, columnName: name }),
      drawMatches({ rows: [{ name, value: name, length: 1, spans: [] }] }),
    ];
    for (const svg of drawings) {
      expect(svg.split(`<title>${name}`).length).toBeGreaterThan(2);
      const shortened = textsOf(svg).filter((text) => text.includes('…'));
      expect(shortened.length).toBeGreaterThan(1);
      for (const text of shortened) expect([text.startsWith('a_'), text.length < 110]).toEqual([true, true]);
    }
  });

  it('means over cells of any kind, refusing what is no source of rows', () => {
    const source = { rows: 2, columns: 2, first: [0, 0], last: [1, 2], read: () => {} };
    expect(() => blockMeans(source, 2)).toThrow('source.last[1] is 2; expected a whole number from 0 to 1');
    expect(() => blockMeans({ ...source, last: [1] }, 2)).toThrow('source.last has 1 numbers; expected 2, one a row');
    expect(() => blockMeans({ ...source, last: [1, 1] }, 0)).toThrow('most is 0');
  });
});
