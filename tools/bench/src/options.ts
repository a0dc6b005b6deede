import { Command, InvalidArgumentError } from 'commander';

/** What the command line says. */
export interface BenchOptions {
  readonly rounds?: number;
  readonly seed: number;
  readonly only?: string;
  readonly quick?: boolean;
  readonly peers?: boolean;
  readonly npmPeers: string;
  readonly memory: boolean;
  readonly limit: boolean;
  readonly out: string;
  readonly writeDocs?: boolean;
  readonly from?: string;
  readonly updateOperations?: boolean;
}

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number of at least 1');
  return value;
};

export function parseOptions(parameters: readonly string[]): BenchOptions {
  return new Command('bench')
    .description('Nanoseconds per lattice cell, memory, and how far from the limit of the processor')
    .option('--rounds <n>', 'measured rounds at least; short work gets more (default 7, with --quick 3)', whole)
    .option('--seed <n>', 'seed of the random inputs', whole, 1)
    .option('--only <text>', 'only cases whose name contains this')
    .option('--quick', 'a few cases, few rounds, no memory')
    .option('--peers', 'beside torch, numba and npm packages, where they are')
    .option('--npm-peers <folder>', 'where tfjsctcloss is looked for', 'out/peers')
    .option('--no-memory', 'do not measure memory')
    .option('--no-limit', 'do not measure the limit of the processor')
    .option('--out <folder>', 'where report.json, report.md and chart.svg go', 'out/bench')
    .option('--write-docs', 'write docs/performance.md and docs/performance.svg too')
    .option('--from <report>', 'measure nothing: take a report.json')
    .option('--update-operations', 'count instructions and commit to the numbers in expected-operations.json')
    .parse(parameters)
    .opts<BenchOptions>();
}
