import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests run from source: no build stands between a change and its test.
  resolve: { conditions: ['@rubato/source'] },
  ssr: { resolve: { conditions: ['@rubato/source'], externalConditions: ['@rubato/source'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
    testTimeout: 120_000,
  },
});
