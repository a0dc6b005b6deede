import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { useSoftwareDevice } from './tools/scripts/software-device.ts';

// The processes that run the tests inherit it.
useSoftwareDevice(process.env);

/** Packages without state of their own, devices or processes. */
const plain = ['expression', 'minimum', 'costs', 'core', 'presets', 'io', 'decoders', 'gdtw', 'analysis', 'audio', 'plot'];

/** What takes a minute and more where a device is in software: kernels are compiled for it. */
const LONG = '/packages/backend-webgpu/test/conformance/';

/** Long files first, so that none runs on alone at the end. Vitest remembers times, but not on a fresh clone: there it goes by size. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.includes(LONG);
    // oxlint-disable-next-line unicorn/no-array-sort -- this is Vitest's method, not an array's
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  // Tests run from source: no build stands between a change and its test.
  resolve: { conditions: ['@rubato/source'] },
  ssr: { resolve: { conditions: ['@rubato/source'], externalConditions: ['@rubato/source'] } },
  test: {
    testTimeout: 120_000,
    // Vitest leaves one core free, which on two cores is half of the machine.
    maxWorkers: '100%',
    sequence: { sequencer: LongFirst },
    projects: [
      // Nothing of these stays behind in a process: files share one, and are not loaded anew.
      {
        extends: true,
        test: { name: 'plain', include: plain.map((name) => `packages/${name}/test/**/*.test.ts`), isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'isolated',
          include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...plain.map((name) => `packages/${name}/**`)],
        },
      },
    ],
  },
});
