import type { ConformanceOptions } from '@rubato/conformance';
import { laws } from '@rubato/conformance';
import { describeBackend } from '@rubato/conformance/vitest';
import type { Backend, OpenOptions, Unavailable } from 'rubato';
import { backendNames, openBackend, presets, UnavailableBackendError } from 'rubato';

// What backends' own tests cannot run, since parts do not import each other: the laws about presets.
const presetLaws = laws.filter(({ number }) => number === 7).map(({ name }) => name);

/** The suite skips, or fails where the device is required: it wants to be told of an absent device, not to have it thrown. */
async function openOrSay(name: string, options?: OpenOptions): Promise<Backend | Unavailable> {
  try {
    return await openBackend(name, options);
  } catch (error) {
    if (error instanceof UnavailableBackendError) return { name, unavailable: true, reason: error.reason };
    throw error;
  }
}

/** Devices on which a run is dear: fewer runs. */
const dear: Readonly<Record<string, ConformanceOptions>> = { webgpu: { runs: 60 } };

for (const name of backendNames) {
  describeBackend({ name, open: (options) => openOrSay(name, options) }, { presets, laws: presetLaws, ...dear[name] });
}
