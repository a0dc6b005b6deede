import { laws } from '@rubato/conformance';
import { describeBackend } from '@rubato/conformance/vitest';
import { backendNames, openBackend, presets } from 'rubato';

// What backends' own tests cannot run, since parts do not import each other: the laws about presets.
const presetLaws = laws.filter(({ number }) => number === 7).map(({ name }) => name);

for (const name of backendNames) {
  describeBackend({ name, open: (options) => openBackend(name, options) }, { presets, laws: presetLaws });
}
