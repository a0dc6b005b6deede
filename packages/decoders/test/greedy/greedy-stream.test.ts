import type { GreedyState } from '@rubato/decoders';
import { greedyDecode, GreedyStream } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';
import { fromRows, posteriorsArbitrary } from '../support/posteriors.ts';

describe('GreedyStream', () => {
  it('answers frame by frame as in one piece, saved and taken over between', () => {
    fc.assert(
      fc.property(posteriorsArbitrary({ frames: 10, classes: 4 }), fc.constantFrom(0, 1, 'none' as const), (posteriors, blank) => {
        const { data, shape } = posteriors;
        const [, frames, classes] = shape;
        let stream = new GreedyStream(classes, { blank });
        for (let n = 0; n < frames; n++) {
          stream.push({ data: data.slice(n * classes, (n + 1) * classes), shape: [1, 1, classes] });
          stream = new GreedyStream(classes, { blank }, JSON.parse(JSON.stringify(stream.save())) as GreedyState);
        }
        expect(stream.result()).toEqual(greedyDecode(posteriors, { blank })[0]);
      }),
    );
  });

  it('refuses other shapes and states by name', () => {
    const stream = new GreedyStream(2);
    stream.push(fromRows([[0.1, 0.9]]));
    const good = stream.save();
    const check = (change: object, argument: string): void => {
      expectRefusal(() => new GreedyStream(2, {}, { ...good, ...change }), argument);
    };
    check({ version: 0 }, 'state.version');
    check({ classes: 3 }, 'state.classes');
    check({ blank: 1 }, 'state.blank');
    check({ frame: NaN }, 'state.frame');
    check({ last: 2 }, 'state.last');
    check({ labels: [2] }, 'state.labels');
    check({ frames: [] }, 'state.frames');
    check({ frames: [1] }, 'state.frames');
    check({ logProbability: null }, 'state.logProbability');
    expectRefusal(() => stream.push({ data: Float64Array.of(1), shape: [1, 1, 1] }), 'posteriors.shape', { index: [2] });
    expectRefusal(() => stream.push({ data: Float64Array.of(1, 0, 1, 0), shape: [2, 1, 2] }), 'posteriors.shape', { index: [0] });
  });
});
