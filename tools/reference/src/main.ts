import { Command, Option } from 'commander';
import type { Precision } from 'rubato';
import { openBackend } from 'rubato';
import { FolderCheck } from './check-folder.ts';
import { readReference } from './reference-file.ts';

const program = new Command('reference')
  .description('Compares losses, gradients and alignments with the published results in a folder')
  .argument('[dir]', 'a folder in the format of ../shared/data/mtd', '../shared/data/mtd')
  .option('--backend <name>', 'which backend solves', 'cpu')
  .addOption(new Option('--precision <precision>').choices(['float32', 'float64']).default('float64'))
  .parse();
const { backend: name, precision } = program.opts<{ backend: string; precision: Precision }>();
const [folder] = program.processedArgs as [string];

const backend = await openBackend(name);
const check = new FolderCheck(folder, backend, precision);
await check.run(readReference(folder));
await backend.dispose();

let passed = 0;
let failed = 0;
for (const comparison of check.comparisons.values()) {
  passed += comparison.passed;
  failed += comparison.failed;
  console.log(
    `${comparison.quantity.padEnd(30)} ${comparison.passed} passed, ${comparison.failed} failed, ` +
      `worst error ${comparison.worst.toExponential(1)} (tolerance ${comparison.tolerance})`,
  );
  for (const failure of comparison.failures) console.log(`  ${failure}`);
}
console.log(`\n${passed} passed, ${failed} failed`);
// A folder in which nothing could be compared proves nothing.
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
