import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '@rubato/workspace';
import type { ExpectedCounts } from './compare.ts';
import { lostTests } from './compare.ts';
import type { VitestReport } from './count.ts';
import { countTests, totalOf } from './count.ts';

const { values, positionals } = parseArgs({ options: { update: { type: 'boolean', default: false } }, allowPositionals: true });
const committed = join(root, 'tools/test-counts/expected.json');

const report = JSON.parse(readFileSync(positionals[0] ?? join(root, 'node_modules/.cache/vitest-report.json'), 'utf8')) as VitestReport;
const counts = countTests(report, root);
const total = totalOf(counts);
for (const [folder, { passed, failed, skipped }] of counts) {
  console.log(
    `${folder.padEnd(28)} ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped`,
  );
}

if (values.update) {
  const expected = Object.fromEntries([...counts].map(([folder, { passed, skipped }]) => [folder, { passed, skipped }]));
  writeFileSync(committed, `${JSON.stringify(expected, undefined, 2)}\n`);
  console.log(`wrote ${committed}`);
} else if (process.env['REQUIRE_SHARED'] === '1') {
  const complaints = lostTests(counts, JSON.parse(readFileSync(committed, 'utf8')) as Record<string, ExpectedCounts>);
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) {
    console.error(
      'Where that is meant, commit the new numbers: REQUIRE_SHARED=1 npm test, then node tools/test-counts/src/main.ts --update',
    );
    process.exitCode = 1;
  } else console.log('The numbers are the committed ones, or better.');
} else console.log('Not compared with the committed numbers: that is done with REQUIRE_SHARED=1, where the shared data is.');

// The closing line in the form that test reports share.
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
