import { defineConfig } from 'vitest/config';
import { useSoftwareDevice } from './tools/scripts/software-device.ts';

// The processes that run the tests inherit it.
useSoftwareDevice(process.env);

/** Packages without state of their own, devices or processes. */
const plain = ['expression', 'minimum', 'costs', 'core', 'presets', 'io', 'decoders', 'gdtw', 'analysis', 'audio', 'plot'];

export default defineConfig({
  // Tests run from source: no build stands between a change and its test.
  resolve: { conditions: ['@rubato/source'] },
  ssr: { resolve: { conditions: ['@rubato/source'], externalConditions: ['@rubato/source'] } },
  test: {
    testTimeout: 120_000,
    // Vitest leaves one core free, which on two cores is half of the machine.
    maxWorkers: '100%',
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
