import { existsSync, realpathSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

/** Pages with these headers may share memory between threads. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** The browser of the machine: nothing is downloaded. */
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** What the test server may read beside the repository: the shared data, wherever a link leads. */
const shared = existsSync('../shared') ? [realpathSync('../shared')] : [];

/** Software devices for WebGPU and WebGL2, and nothing that calls out. */
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-angle=swiftshader',
];

/**
 * What a page's kind makes no difference to: isolated pages may share memory, and graphics devices take no part in that. Golden files are read
 * once; that threads change no bit is a law.
 */
const ANY_PAGE = ['packages/backend-{gpujs,tfjs,webgpu}/**', 'packages/tfjs/test/{leaks,tfjs-*}.browser.ts', 'tools/golden/**'];

/** Tests run on a page of each kind: `--mode isolated` asks for the isolated one. */
export default defineConfig(({ mode }) => ({
  // Tests run from source, as in Node.
  resolve: { conditions: ['@rubato/source'] },
  server: { headers: mode === 'isolated' ? ISOLATION : {}, fs: { allow: ['.', '../shared', ...shared] } },
  test: {
    name: mode,
    include: ['packages/*/test/**/*.browser.ts', 'apps/*/test/**/*.browser.ts', 'tools/*/test/**/*.browser.ts'],
    exclude: ['**/node_modules/**', ...(mode === 'isolated' ? ANY_PAGE : [])],
    testTimeout: 120_000,
    // The test server listens on this machine only.
    api: { host: '127.0.0.1' },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { args: FLAGS, ...(executablePath === undefined ? {} : { executablePath }) } }),
      instances: [{ browser: 'chromium' }],
    },
  },
}));
