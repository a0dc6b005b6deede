/** `@rubato/conformance/vitest`: the suites with Vitest's `describe` and `it` filled in. */
import type { BackendProvider, Parameterization } from '@rubato/core';
import type { MinimumFunction } from '@rubato/minimum';
import * as vitest from 'vitest';
import { describeBackend as describeBackendWith } from './describe-backend.ts';
import { describeMinimum as describeMinimumWith } from './minimum/describe-minimum.ts';
import type { MinimumOptions } from './minimum/describe-minimum.ts';
import type { ConformanceOptions } from './options.ts';
import { describePreset as describePresetWith } from './preset/describe-preset.ts';
import type { PresetOptions, PresetSizes } from './preset/describe-preset.ts';
import type { TestRunner } from './runner.ts';
import type { ConformanceSummary } from './summary.ts';

/** Vitest as a runner. */
export const vitestRunner: TestRunner = {
  describe: (name, body) => void vitest.describe(name, body),
  it: (name, body, timeoutMilliseconds) => vitest.it(name, (context) => body(context), timeoutMilliseconds),
};

/** The laws of a backend as Vitest tests; see `describeBackend` of `@rubato/conformance`. */
export function describeBackend(provider: BackendProvider, options?: ConformanceOptions): ConformanceSummary {
  return describeBackendWith(provider, vitestRunner, options);
}

/** The laws of a minimum function as Vitest tests; see `describeMinimum` of `@rubato/conformance`. */
export function describeMinimum(minimum: MinimumFunction, options?: MinimumOptions): void {
  describeMinimumWith(minimum, vitestRunner, options);
}

/** The laws of a preset as Vitest tests; see `describePreset` of `@rubato/conformance`. */
export function describePreset(name: string, make: (sizes: PresetSizes) => Parameterization, options?: PresetOptions): void {
  describePresetWith(name, make, vitestRunner, options);
}
