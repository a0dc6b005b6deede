import { giveWay } from '@rubato/core';
import { checkMemory, checkSamples } from '../check.ts';
import type { MemoryOptions, Samples } from '../check.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import type { FrameSettings } from './frame-options.ts';
import { frameCount } from './frames.ts';

/** A kind of feature, ready to be computed: all that depends on options alone is done. */
export interface FeaturePlan {
  readonly settings: FrameSettings;
  readonly bins: number;
  /** Writes the frame centred on a sample into `row`, which has `bins` numbers. */
  readonly write: (samples: Samples, centre: number, row: Float32Array) => void;
}

/** How far a computation is; in frames. */
export interface FeatureProgress {
  readonly done: number;
  readonly total: number;
}

export interface RunOptions {
  /** Stops the work; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called at most once per slice of work (some 10 ms), and at the end. */
  readonly onProgress?: (progress: FeatureProgress) => void;
}

/** Bytes of a frame besides its bins: its time. */
const BYTES_OF_TIME = 8;

function allocate(plan: FeaturePlan, given: unknown, memory: MemoryOptions): { samples: Samples; sequence: FeatureSequence } {
  const samples = checkSamples('samples', given);
  const { bins, settings } = plan;
  const { hopLength, sampleRate } = settings;
  const frames = frameCount(samples.length, hopLength);
  checkMemory(`a sequence of ${frames} frames of ${bins} bins`, frames * (bins * Float32Array.BYTES_PER_ELEMENT + BYTES_OF_TIME), memory);
  const times = Float64Array.from({ length: frames }, (_, k) => (k * hopLength) / sampleRate);
  const data = new Float32Array(frames * bins);
  return { samples, sequence: { data, frames, bins, frameRate: sampleRate / hopLength, times } };
}

const rowOf = ({ data, bins }: FeatureSequence, frame: number): Float32Array => data.subarray(frame * bins, (frame + 1) * bins);

export function runPlan(plan: FeaturePlan, given: Samples, memory: MemoryOptions): FeatureSequence {
  const { samples, sequence } = allocate(plan, given, memory);
  for (let k = 0; k < sequence.frames; k++) plan.write(samples, k * plan.settings.hopLength, rowOf(sequence, k));
  return sequence;
}

const SLICE_MS = 10;

/** The same, giving way to the event loop. */
export async function runPlanInSlices(
  plan: FeaturePlan,
  given: Samples,
  memory: MemoryOptions,
  { signal, onProgress }: RunOptions,
): Promise<FeatureSequence> {
  signal?.throwIfAborted();
  const { samples, sequence } = allocate(plan, given, memory);
  const total = sequence.frames;
  let sliceStart = performance.now();
  for (let k = 0; k < total; k++) {
    plan.write(samples, k * plan.settings.hopLength, rowOf(sequence, k));
    if (k + 1 === total || performance.now() - sliceStart < SLICE_MS) continue;
    onProgress?.({ done: k + 1, total });
    await giveWay();
    signal?.throwIfAborted();
    sliceStart = performance.now();
  }
  onProgress?.({ done: total, total });
  return sequence;
}
