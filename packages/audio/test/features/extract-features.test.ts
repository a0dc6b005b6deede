import { InvalidArgumentError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { extractFeatures } from '../../src/index.ts';
import type { FeatureRequest, Samples, WorkProgress } from '../../src/index.ts';
import { noise } from '../support/signals.ts';

describe('extractFeatures', () => {
  it('stops on its signal, before and during the work', async () => {
    const reason = new Error('enough');
    const x = noise(3_000_000);
    await expect(extractFeatures(x, { feature: 'chroma' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    let done = 0;
    const onProgress = (progress: WorkProgress): void => {
      done = progress.done;
      controller.abort(reason);
    };
    const work = extractFeatures(x, { feature: 'constant-q-spectrum', hopLength: 100 }, { signal: controller.signal, onProgress });
    await expect(work).rejects.toBe(reason);
    expect(done).toBeLessThan(10_000);
  });

  it('refuses by name', async () => {
    await expect(extractFeatures(noise(9), { feature: 'mfcc' } as never)).rejects.toThrow('request.feature is "mfcc"');
    await expect(extractFeatures(noise(9), { feature: 'chroma', hop: 1 } as never)).rejects.toThrow('request.hop is not an option');
    await expect(extractFeatures(noise(9), { feature: 'mel-spectrum', hop: 1 } as never)).rejects.toThrow('request.hop is not an option');
    await expect(extractFeatures(noise(9), null as never)).rejects.toThrow('request.feature is undefined');
  });

  it.each([
    [{ feature: 'power-spectrogram', hopLength: 0 }, 'hopLength'],
    [{ feature: 'power-spectrogram', sampleRate: 0 }, 'sampleRate'],
    [{ feature: 'power-spectrogram', padding: 0 }, 'padding'],
    [{ feature: 'power-spectrogram', maxBytes: -1 }, 'maxBytes'],
    [{ feature: 'power-spectrogram', windowLength: 0 }, 'windowLength'],
    [{ feature: 'power-spectrogram', fftLength: 0 }, 'fftLength'],
    [{ feature: 'chroma', hopLength: 0 }, 'hopLength'],
    [{ feature: 'chroma', source: 0 }, 'source'],
    [{ feature: 'chroma', tuning: 0 }, 'tuning'],
    [{ feature: 'chroma', lowestPitch: -1 }, 'lowestPitch'],
    [{ feature: 'chroma', highestPitch: -1 }, 'highestPitch'],
    [{ feature: 'chroma', source: 'constant-q', longestWindow: 0 }, 'longestWindow'],
    [{ feature: 'mel-spectrum', bands: 0 }, 'bands'],
    [{ feature: 'mel-spectrum', bands: 4000 }, 'bands'],
    [{ feature: 'mel-spectrum', scale: 0 }, 'scale'],
    [{ feature: 'mel-spectrum', filters: 0 }, 'filters'],
    [{ feature: 'mel-spectrum', lowestFrequency: -1 }, 'lowestFrequency'],
    [{ feature: 'mel-spectrum', highestFrequency: 0 }, 'highestFrequency'],
    [{ feature: 'mel-spectrum', exponent: 0 }, 'exponent'],
    [{ feature: 'mel-spectrum', compression: -1 }, 'compression'],
    [{ feature: 'mel-spectrum', normalisation: 0 }, 'normalisation'],
    [{ feature: 'mel-spectrum', silence: 0 }, 'silence'],
    [{ feature: 'mel-spectrum', silenceThreshold: -1 }, 'silenceThreshold'],
    [{ feature: 'constant-q-spectrum', sampleRate: 1e6, lowestPitch: 0 }, 'lowestPitch'],
  ])('says what of its request is wrong: %o', async (request, name) => {
    const work = extractFeatures(noise(9), request as FeatureRequest);
    await expect(work).rejects.toThrow(InvalidArgumentError);
    await expect(work).rejects.toThrow(`request.${name} is `);
  });

  it.each([
    [{ signal: 5 }, 'options.signal is 5; expected an AbortSignal'],
    [{ signal: null }, 'options.signal is null; expected an AbortSignal'],
    [{ onProgress: 5 }, 'options.onProgress is 5; expected a function'],
    [{ every: 5 }, 'options.every is not an option'],
    [null, 'options is null; expected an object'],
  ])('says what of its options is wrong: %o', async (options, message) => {
    const work = extractFeatures(noise(9), { feature: 'chroma' }, options as object);
    await expect(work).rejects.toThrow(InvalidArgumentError);
    await expect(work).rejects.toThrow(message);
  });

  /** How many frames were done when work was first asked whether to go on. */
  async function framesBeforeFirstTurn(samples: Samples, request: FeatureRequest): Promise<number> {
    const controller = new AbortController();
    let first = -1;
    const onProgress = ({ done }: WorkProgress): void => {
      first = done;
      controller.abort();
    };
    await expect(extractFeatures(samples, request, { signal: controller.signal, onProgress })).rejects.toThrow('aborted');
    return first;
  }

  it('gives way while it makes tables', async () => {
    // The tables of a transform of 2^20 samples.
    const longest = { sampleRate: 1e6, lowestPitch: 12 };
    expect(await framesBeforeFirstTurn(noise(9), { feature: 'constant-q-spectrum', ...longest })).toBe(0);
    expect(await framesBeforeFirstTurn(noise(9), { feature: 'chroma', source: 'constant-q', ...longest })).toBe(0);
    expect(await framesBeforeFirstTurn(noise(9), { feature: 'mel-spectrum', windowLength: 2 ** 20 })).toBe(0);
  });

  it('gives way while it looks at the samples', async () => {
    // Half an hour at 44,100 Hz.
    expect(await framesBeforeFirstTurn(new Float32Array(30 * 60 * 44_100), { feature: 'mel-spectrum' })).toBe(0);
  });
});
