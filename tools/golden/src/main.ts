import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import type { Precision } from 'rubato';
import { openBackend } from 'rubato';
import { differences, readExpectedCounts } from './expected-counts.ts';
import { describeResult } from './file-result.ts';
import { runFolder } from './run-folder.ts';

const SHARED = fileURLToPath(new URL('../../../../shared/golden', import.meta.url));

const program = new Command('golden')
  .description('Runs golden files through the public API and compares')
  .argument('[dir]', 'a folder of golden files; default ../shared/golden')
  .option('--backend <name>', 'which backend solves', 'cpu')
  .addOption(new Option('--precision <precision>').choices(['float32', 'float64']).default('float64'))
  .parse();
const { backend: name, precision } = program.opts<{ backend: string; precision: Precision }>();
const folder = resolve(program.args[0] ?? SHARED);

const backend = await openBackend(name);
const results = await runFolder(folder, backend, precision);
await backend.dispose();

for (const result of results) console.log(describeResult(result).join('\n'));
// Only the shared folder has committed counts; any other folder is judged by its failures.
const lost = folder === resolve(SHARED) ? differences(results, readExpectedCounts(name)) : [];
for (const line of lost) console.log(`COUNT ${line}`);

const sum = (part: 'passed' | 'failed' | 'unsupported'): number => results.reduce((total, result) => total + result[part], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('unsupported')} not yet supported`);
process.exitCode = sum('failed') > 0 || sum('passed') === 0 || lost.length > 0 ? 1 : 0;
