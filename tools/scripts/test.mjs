import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runBrowserTests } from './chromium.mjs';
import { attempt, node, pnpm, root, setUp } from './toolchain.mjs';

const report = join('node_modules', '.cache', 'vitest-report.json');
const checks = ['lint', 'format:check', 'knip', 'size'];

setUp();

// A report of an earlier run must not stand in for this one's.
rmSync(join(root, report), { force: true });

// Every check runs, whatever the one before it said: one run tells all that is wrong.
const results = {
  boundaries: attempt('layer arrows between the packages', () => pnpm('exec', 'turbo', 'boundaries')),
  checks: attempt(checks.join(', '), () => pnpm('exec', 'turbo', 'run', ...checks, '--continue=always', '--log-order=grouped')),
  tests: attempt('tests of every package, application and tool', () =>
    node(join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`),
  ),
  browser: attempt('tests in a browser', () => runBrowserTests()),
};

const failed = Object.keys(results).filter((name) => !results[name]);
console.log(failed.length === 0 ? '\nEverything passed.\n' : `\nFAILED: ${failed.join(', ')}\n`);

// Last, so that the run closes with its numbers.
const counted = node(join('tools', 'test-counts', 'src', 'main.ts'), report);
if (failed.length > 0 || !counted) process.exitCode = 1;
