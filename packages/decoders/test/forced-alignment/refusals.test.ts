import type { OpenedCpu } from '@rubato/backend-cpu';
import { openCpu } from '@rubato/backend-cpu';
import type { Support } from '@rubato/core';
import { DisposedError, UnsupportedError } from '@rubato/core';
import { forceAlign, forceAlignSync } from '@rubato/decoders';
import { ctc, dtw, softDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { expectRejection } from '../long-recordings/rejection.ts';
import { expectRefusal } from '../support/errors.ts';

const backend = openCpu();
const posteriors = { data: new Float64Array(12).fill(1 / 3), shape: [1, 4, 3] } as const;
const call = { backend, parameterization: ctc([[1, 2]]), blank: 0 } as const;
const without = { backend, parameterization: softDtw(), blank: 'none' } as const;

describe('bad input', () => {
  it.each([
    ['posteriors', undefined, {}],
    ['posteriors.data', { ...posteriors, data: [1] }, {}],
    ['posteriors.data', { ...posteriors, data: posteriors.data.map((p, i) => (i === 7 ? NaN : p)) }, { index: [0, 2, 1] }],
    ['posteriors.data', { ...posteriors, data: posteriors.data.map((p, i) => (i > 8 ? 0.1 : p)) }, { index: [0, 3] }],
    ['posteriors.shape', { data: new Float64Array(), shape: [1, 0, 3] }, { index: [1] }],
    ['posteriors.lengths', { ...posteriors, lengths: [5] }, { index: [0] }],
  ])('%s', (argument, bad, details) => {
    for (const blockFrames of [1, 9]) expectRefusal(() => forceAlignSync(bad as never, { ...call, blockFrames }), argument, details);
  });

  it.each([
    ['options', undefined],
    ['options.frames', { ...call, frames: 3 }],
    ['options.onProgress', { ...call, onProgress: () => undefined }],
    ['options.backend', { ...call, backend: undefined }],
    ['options.backend', { ...call, backend: {} }],
    ['options.parameterization', { ...call, parameterization: undefined }],
    ['options.blank', { ...call, blank: undefined }],
    ['options.blank', { ...call, blank: 3 }],
    ['options.labels', { ...call, labels: [[1]] }],
    ['options.labels', without],
    ['options.labels', { ...without, labels: [[1], [2]] }],
    ['options.labels', { ...without, labels: [3] }],
    ['options.labels', { ...without, labels: [[1, 3]] }],
    ['options.labels', { ...without, labels: [[0.5]] }],
    ['options.parameterization.columnClasses', { ...call, parameterization: ctc([[1, 7]]) }],
    ['options.parameterization.columnClasses', { ...call, parameterization: { ...softDtw(), columnClasses: [1] } }],
    [
      'columnLengths',
      {
        ...call,
        parameterization: ctc([
          [1, 2],
          [1, 1],
        ]),
      },
    ],
    ['steps', { ...call, parameterization: { ...call.parameterization, steps: undefined } }],
    ['temperature', { ...without, labels: [[1]], parameterization: softDtw({ temperature: -1 }) }],
    ['options.tokens', { ...call, tokens: [] }],
    ['options.tokens', { ...call, tokens: [[[0, 5]]] }],
    [
      'options.tokens',
      {
        ...call,
        tokens: [
          [
            [0, 2],
            [2, 3],
          ],
        ],
      },
    ],
    ['options.tokens', { ...call, tokens: [[3]] }],
    ['options.words', { ...call, words: 4 }],
    ['options.words.delimiter', { ...call, words: { delimiter: 'a' } }],
    ['options.words.delimiter', { ...call, words: { delimiter: -1 } }],
    ['options.words.delimiter', { ...call, words: { delimiter: 3 } }],
    ['options.words.delimiter', { ...call, words: { delimiter: 0 } }],
    ['options.words', { ...call, words: { delimiter: 1, lengths: [[2]] } }],
    ['options.words.lengths', { ...call, words: { lengths: [[1]] } }],
    ['options.words.lengths', { ...call, words: { lengths: [[3]] } }],
    ['options.words.lengths', { ...call, words: { lengths: [[0, 2]] } }],
    ['options.words.lengths', { ...call, words: { lengths: [[2], [2]] } }],
    ['options.frameRate', { ...call, frameRate: 0 }],
    ['options.confidence', { ...call, confidence: 1 }],
    ['options.distributionRadius', { ...call, distributionRadius: -1 }],
    ['options.maxBytes', { ...call, maxBytes: 0 }],
    ['options.blockFrames', { ...call, blockFrames: 0 }],
    ['options.blockFrames', { ...call, blockFrames: 1.5 }],
    ['options.precision', { ...call, precision: 'float16' }],
    ['options.onBlock', { ...call, onBlock: 3 }],
  ])('%s is refused (%#)', (argument, options) => {
    expectRefusal(() => forceAlignSync(posteriors, options as never), argument);
  });

  it('finds a wrong number before any work, wherever it is', async () => {
    const idle = Object.assign(Object.create(backend) as OpenedCpu, {
      solve: () => expect.fail('work'),
      solveSync: () => expect.fail('work'),
    });
    const twice = { data: new Float64Array(24).fill(1 / 3), shape: [2, 4, 3] } as const;
    twice.data[23] = NaN;
    const options = { ...call, backend: idle, parameterization: ctc([[1, 2], [1]]), blockFrames: 1 };
    expectRefusal(() => forceAlignSync(twice, options), 'posteriors.data', { index: [1, 3, 2] });
    await expectRejection(forceAlign(twice, options), 'posteriors.data', [1, 3, 2]);
    // What stands behind an item's frames is not looked at.
    expect(forceAlignSync({ ...twice, lengths: [4, 3] }, { ...options, backend }).map(({ status }) => status)).toEqual([
      'aligned',
      'aligned',
    ]);
  });

  it('takes the blank for a delimiter where the caller says what is a token', () => {
    const [item] = forceAlignSync(posteriors, {
      ...call,
      tokens: [
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      ],
      words: { delimiter: 0 },
    });
    expect(item.status === 'aligned' && item.words.map(({ firstToken }) => firstToken)).toEqual([0, 2]);
  });

  it('says what would be right', () => {
    const error = expectRefusal(() => forceAlignSync(posteriors, { ...call, words: { lengths: [[1]] } }), 'options.words.lengths');
    expect(error.message).toBe('options.words.lengths[0] is 1; expected a sum of 2, the number of tokens');
  });

  it('rejects rather than throws where it is waited for', async () => {
    await expect(forceAlign(posteriors, { ...call, blank: 9 })).rejects.toThrow('options.blank is 9');
    await expect(forceAlign(posteriors, { ...call, signal: 3 as never })).rejects.toThrow('options.signal');
  });
});

describe('what is not supported', () => {
  it('confidences of a minimum other than softmin', () => {
    const hard = { ...without, parameterization: dtw(), labels: [[1, 2]] };
    expect(() => forceAlignSync(posteriors, hard)).toThrow(UnsupportedError);
    expect(() => forceAlignSync(posteriors, hard)).toThrow('set confidence to false');
    expect(forceAlignSync(posteriors, { ...hard, confidence: false })[0].status).toBe('aligned');
  });

  it('a backend that must be waited for, in the synchronous form', () => {
    const { name, limits } = backend;
    const waiting = {
      name,
      limits,
      solve: () => undefined,
      supports: () => ({ supported: true }),
      estimate: backend.estimate.bind(backend),
    };
    expect(() => forceAlignSync(posteriors, { ...call, backend: waiting as never })).toThrow('use forceAlign');
  });

  it('a backend that declines, before any work', () => {
    const supports = (): Support => ({ supported: false, reason: 'not today' });
    const declining = Object.assign(Object.create(backend) as OpenedCpu, { supports, solveSync: () => expect.fail('work') });
    expect(() => forceAlignSync(posteriors, { ...call, backend: declining })).toThrow('cpu does not support this: not today');
  });

  it('a backend that has been disposed of', async () => {
    const gone = openCpu();
    await gone.dispose();
    expect(() => forceAlignSync(posteriors, { ...call, backend: gone })).toThrow(DisposedError);
  });
});
