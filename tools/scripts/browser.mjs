// `pnpm test:browser [filter]`: the browser tests alone.
import { runBrowserTests } from './chromium.mjs';

if (!runBrowserTests(...process.argv.slice(2))) process.exitCode = 1;
