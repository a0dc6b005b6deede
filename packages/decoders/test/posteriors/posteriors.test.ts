import { greedyDecode } from '@rubato/decoders';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';

const uniform = (batch: number, frames: number, classes: number): Float64Array =>
  new Float64Array(batch * frames * classes).fill(1 / classes);

describe('posteriors', () => {
  it('are refused where they are none, by name', () => {
    const data = uniform(1, 2, 3);
    const decode = (posteriors: unknown): unknown => greedyDecode(posteriors as never);
    expectRefusal(() => decode(undefined), 'posteriors');
    expectRefusal(() => decode({ data: [1], shape: [1, 1, 1] }), 'posteriors.data');
    expectRefusal(() => decode({ data, shape: [2, 3] }), 'posteriors.shape');
    expectRefusal(() => decode({ data, shape: [1, 2.5, 3] }), 'posteriors.shape', { index: [1] });
    expectRefusal(() => decode({ data, shape: [1, 3, 3] }), 'posteriors.data.length', { found: '6' });
    expectRefusal(() => decode({ data, shape: [1, 2, 3], form: 'log' }), 'posteriors.form');
    expectRefusal(() => decode({ data, shape: [1, 2, 3], lengths: [1, 1] }), 'posteriors.lengths');
    expectRefusal(() => decode({ data, shape: [1, 2, 3], lengths: [3] }), 'posteriors.lengths', { index: [0], found: '3' });
  });

  it('need a frame', () => {
    expectRefusal(() => greedyDecode({ data: new Float64Array(0), shape: [1, 0, 3] }), 'posteriors.shape', { index: [1], found: '0' });
    expectRefusal(() => greedyDecode({ data: uniform(1, 2, 3), shape: [1, 2, 3], lengths: [0] }), 'posteriors.lengths', { index: [0] });
  });

  it('need a blank that they have', () => {
    const posteriors = { data: uniform(1, 2, 3), shape: [1, 2, 3] } as const;
    for (const blank of [3, -1, 0.5, 'no', null]) expectRefusal(() => greedyDecode(posteriors, { blank: blank as never }), 'options.blank');
    expectRefusal(() => greedyDecode(posteriors, { blanc: 0 } as never), 'options.blanc');
  });

  it('are not modified', () => {
    const data = uniform(2, 2, 3);
    greedyDecode({ data, shape: [2, 2, 3], lengths: [1, 2] });
    expect(data).toEqual(uniform(2, 2, 3));
  });
});
