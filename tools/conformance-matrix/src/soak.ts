import { Command, InvalidArgumentError, Option } from 'commander';
import { runLaws } from '@rubato/conformance';
import { backendNames, openBackend, presets } from 'rubato';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number of at least 1');
  return value;
};

const { backend, runs, rounds, seed, side } = new Command('soak')
  .description('All laws, many more runs than a test has time for, on larger problems too; ends with the first failure')
  .addOption(new Option('--backend <name>', 'which backend').choices([...backendNames]).default('cpu'))
  .option('--runs <n>', 'runs of each law and round', whole, 10_000)
  .option('--rounds <n>', 'rounds, each with the next seed', whole, 10)
  .option('--seed <n>', 'the first seed', whole, 1)
  .option('--side <n>', 'the longest side of every other round', whole, 60)
  .parse()
  .opts<{ backend: string; runs: number; rounds: number; seed: number; side: number }>();

const provider = { name: backend, open: (options?: Parameters<typeof openBackend>[1]) => openBackend(backend, options) };
for (let round = 0; round < rounds; round++) {
  const problems = round % 2 === 0 ? {} : { rows: [1, side] as const, columns: [1, side] as const };
  const { records } = await runLaws(provider, { runs, seed: seed + round, presets, problems }, true);
  if (records.some(({ outcome }) => outcome === 'failed')) {
    process.exitCode = 1;
    break;
  }
}
