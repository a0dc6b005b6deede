import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { cases } from './cases.ts';
import { makeReport, toMarkdown } from './report.ts';
import { runCase } from './run-case.ts';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number of at least 1');
  return value;
};

const options = new Command('bench')
  .description('Nanoseconds per lattice cell, forward and backward, in interleaved rounds')
  .option('--rounds <n>', 'measured rounds', whole, 7)
  .option('--seed <n>', 'seed of the random costs', whole, 1)
  .option('--only <text>', 'only cases whose name contains this')
  .option('--out <file>', 'where the JSON goes', 'out/bench.json')
  .parse()
  .opts<{ rounds: number; seed: number; only?: string; out: string }>();

const chosen = cases.filter(({ name }) => options.only === undefined || name.includes(options.only));
if (chosen.length === 0) {
  console.error(`no case is called like ${options.only}; there are ${cases.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const results = chosen.map((benchCase) => {
  console.error(`measuring ${benchCase.name}`);
  return runCase(benchCase, options.rounds, options.seed);
});
const report = makeReport(results, options.rounds, options.seed);
mkdirSync(dirname(options.out), { recursive: true });
writeFileSync(options.out, `${JSON.stringify(report, null, 2)}\n`);
console.log(toMarkdown(report));
console.log(`\nwritten to ${options.out}`);
