import type { ConformanceOptions } from '@rubato/conformance';
import { laws } from '@rubato/conformance';
import { describeBackend } from '@rubato/conformance/vitest';
import { live } from '../../../src/device/buffers.ts';
import { webGpuProvider } from '../../../src/index.ts';
import { open } from '../../device/support/on-device.ts';
import { absent } from '../../support/backend.ts';
import { supported } from '../../support/supported.ts';

/** One device for all backends of a file, so that kernels are compiled once. */
export const options: ConformanceOptions = {
  liveResources: () => live.buffers,
  mustSupport: supported,
  ...(absent === undefined ? { open: { device: (await open()).device } } : {}),
};

const answers = [1, 2, 5];
const relations = [3, 4, 6];
const others = laws.map(({ number }) => number).filter((number) => ![...answers, ...relations].includes(number));

/** The numbers of the laws in each file. A law is in one of them, a new one in the last: nothing is lost. */
const numbers = { answers, relations, others };

/** The laws of a file. Files take about as long as one another, and run side by side. */
export function describeLaws(share: keyof typeof numbers): void {
  describeBackend(webGpuProvider, {
    ...options,
    laws: laws.filter(({ number }) => numbers[share].includes(number)).map(({ name }) => name),
    // Some 1,000 items a law, 64 to a batch: what is dear here is a new structure, whose kernels must be compiled, not an item.
    runs: 16,
    problems: { batch: [64, 64] },
  });
}
