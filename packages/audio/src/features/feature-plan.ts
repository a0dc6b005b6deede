import { runAtOnce, runInSlices } from '@rubato/core';
import { checkMemory, checkSignal, checkValues } from '../check.ts';
import type { Samples } from '../check.ts';
import type { RunOptions } from '../run-options.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import type { FrameSettings } from './frame-options.ts';
import { frameCount } from './frames.ts';

/** Writes the frame centred on a sample into `row`, which has as many numbers as the feature has bins. */
export type WriteFrame = (samples: Samples, centre: number, row: Float32Array) => void;

/** A kind of feature whose options are checked; nothing of size is allocated. */
export interface FeaturePlan {
  readonly settings: FrameSettings;
  readonly bins: number;
  /** The bytes that `prepare` takes. */
  readonly tableBytes: number;
  /** Makes all that does not depend on the signal. Yields 0 now and then: frames alone are progress. */
  readonly prepare: () => Generator<number, WriteFrame, void>;
}

/** Bytes of a frame besides its bins: its time. */
const BYTES_OF_TIME = 8;

/** A plan with a signal that it has memory for. */
interface Extraction {
  readonly plan: FeaturePlan;
  readonly samples: Samples;
  readonly frames: number;
}

function checkExtraction(plan: FeaturePlan, given: unknown): Extraction {
  const samples = checkSignal('samples', given);
  const { bins, settings, tableBytes } = plan;
  const frames = frameCount(samples.length, settings.hopLength);
  const resultBytes = frames * (bins * Float32Array.BYTES_PER_ELEMENT + BYTES_OF_TIME);
  checkMemory(`a sequence of ${frames} frames of ${bins} bins, with its tables,`, resultBytes + tableBytes, settings);
  return { plan, samples, frames };
}

/** Yields 1 for each frame. */
function* extract({ plan, samples, frames }: Extraction): Generator<number, FeatureSequence, void> {
  yield* checkValues('samples', samples);
  const write = yield* plan.prepare();
  const { bins, settings } = plan;
  const { hopLength, sampleRate } = settings;
  const data = new Float32Array(frames * bins);
  const times = new Float64Array(frames);
  for (let k = 0; k < frames; k++) {
    times[k] = (k * hopLength) / sampleRate;
    write(samples, k * hopLength, data.subarray(k * bins, (k + 1) * bins));
    yield 1;
  }
  return { data, frames, bins, frameRate: sampleRate / hopLength, times };
}

export const runPlan = (plan: FeaturePlan, given: unknown): FeatureSequence => runAtOnce(extract(checkExtraction(plan, given)));

/** The same, giving way to the event loop. */
export async function runPlanInSlices(plan: FeaturePlan, given: unknown, options: RunOptions): Promise<FeatureSequence> {
  options.signal?.throwIfAborted();
  const extraction = checkExtraction(plan, given);
  return runInSlices(extract(extraction), { total: extraction.frames, ...options });
}
