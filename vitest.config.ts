import { defineConfig } from 'vitest/config';
import { useSoftwareDevice } from './tools/scripts/software-device.ts';

// The processes that run the tests inherit it.
useSoftwareDevice(process.env);

export default defineConfig({
  // Tests run from source: no build stands between a change and its test.
  resolve: { conditions: ['@rubato/source'] },
  ssr: { resolve: { conditions: ['@rubato/source'], externalConditions: ['@rubato/source'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
    testTimeout: 120_000,
    // Vitest leaves one core free, which on two cores is half of the machine.
    maxWorkers: '100%',
  },
});
