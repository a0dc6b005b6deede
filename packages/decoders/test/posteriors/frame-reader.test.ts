import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader } from '../../src/posteriors/frame-reader.ts';
import type { PosteriorForm } from '@rubato/decoders';
import { expectRefusal } from '../support/errors.ts';
import { posteriorsArbitrary, softmaxRows } from '../support/posteriors.ts';

function readAll(form: PosteriorForm, data: Float32Array | Float64Array, classes: number): Float64Array {
  const reader = new FrameReader({ data, shape: [1, data.length / classes, classes], form });
  const result = new Float64Array(data.length);
  for (let frame = 0; frame < data.length / classes; frame++) {
    reader.read(0, frame, result.subarray(frame * classes, (frame + 1) * classes));
  }
  return result;
}

describe('FrameReader', () => {
  it('reads the same log-probabilities from each form', () => {
    fc.assert(
      fc.property(posteriorsArbitrary({ frames: 4, classes: 5 }), ({ data, shape: [, , classes] }) => {
        const logs = Float64Array.from(data, Math.log);
        const shifted = logs.map((value, i) => value + 10 * Math.floor(i / classes));
        expect(readAll('probabilities', Float64Array.from(data), classes)).toEqual(logs);
        expect(readAll('logProbabilities', logs, classes)).toEqual(logs);
        const fromLogits = readAll('logits', shifted, classes);
        fromLogits.forEach((value, i) => (logs[i] === -Infinity ? expect(value).toBe(-Infinity) : expect(value).toBeCloseTo(logs[i], 10)));
      }),
    );
  });

  it('names the first bad number', () => {
    for (const form of ['probabilities', 'logProbabilities', 'logits'] as const) {
      const data = Float64Array.of(0.5, 0.5, 0.5, NaN, NaN, 0.5);
      const good = form === 'logProbabilities' ? data.map(Math.log) : data;
      expectRefusal(() => readAll(form, good, 2), 'posteriors.data', { index: [0, 1, 1], found: 'NaN' });
    }
    expectRefusal(() => readAll('probabilities', Float64Array.of(1.5, -0.5), 2), 'posteriors.data', { index: [0, 0, 0], found: '1.5' });
    expectRefusal(() => readAll('probabilities', Float64Array.of(0.5, -0.5), 2), 'posteriors.data', { index: [0, 0, 1] });
    expectRefusal(() => readAll('logProbabilities', Float64Array.of(-1, 0.5), 2), 'posteriors.data', { index: [0, 0, 1] });
    expectRefusal(() => readAll('logits', Float64Array.of(-1, Infinity), 2), 'posteriors.data', { index: [0, 0, 1] });
  });

  it('names the first row that is no distribution', () => {
    const rows = Float64Array.of(0.5, 0.5, 0.3, 0.3);
    expectRefusal(() => readAll('probabilities', rows, 2), 'posteriors.data', { index: [0, 1] });
    expectRefusal(() => readAll('logProbabilities', rows.map(Math.log), 2), 'posteriors.data', { index: [0, 1] });
    expectRefusal(() => readAll('logits', Float64Array.of(0, 0, -Infinity, -Infinity), 2), 'posteriors.data', { index: [0, 1] });
    // A sum of 1 within 0.001, as half precision leaves it.
    expect(readAll('probabilities', Float64Array.of(0.5, 0.4995), 2)).toEqual(Float64Array.of(0.5, 0.4995).map(Math.log));
    expectRefusal(() => readAll('probabilities', Float64Array.of(0.5, 0.4985), 2), 'posteriors.data', { index: [0, 0] });
  });

  it('takes large logits', () => {
    expect(readAll('logits', Float64Array.of(1e6, 1e6), 2)[0]).toBeCloseTo(-Math.LN2, 9);
    expect(softmaxRows([0, 0], 2)).toEqual(Float64Array.of(0.5, 0.5));
  });
});
