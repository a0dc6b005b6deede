// Tests in the machine's own browser: nothing is downloaded. Without one they are skipped, and say so, unless REQUIRE_BROWSER=1.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node } from './toolchain.mjs';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Runs the browser tests on a page of each kind; answers whether all passed. */
export function runBrowserTests(...filters) {
  if (!browsers.some((path) => existsSync(path))) {
    console.log(`no browser at ${browsers.join(', ')}: tests that need one are skipped`);
    return process.env.REQUIRE_BROWSER !== '1';
  }
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  // Not isolated first, then isolated: there memory can be shared between threads.
  return ['plain', 'isolated']
    .map((mode) => node(vitest, 'run', '--config', 'vitest.browser.config.ts', '--mode', mode, ...filters))
    .every(Boolean);
}
