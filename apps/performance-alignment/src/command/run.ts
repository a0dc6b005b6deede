import { InvalidArgumentError } from '@rubato/core';
import { FileFormatError } from '@rubato/io';
import { CommanderError } from 'commander';
import { requireWritable } from '../files/write-whole.ts';
import { runExperiment } from '../experiment.ts';
import { describe } from '../report/describe.ts';
import { writeReport } from '../report/report.ts';
import { summarise } from '../report/summary.ts';
import { asText } from '../report/table.ts';
import type { Environment } from './environment.ts';
import type { CommandOptions } from './options.ts';
import { createCommand } from './options.ts';
import { createProgress } from './progress.ts';
import { makeDataSets, setUp } from './set-up.ts';

/** Ended by Ctrl-C, as shells count it: 128 + SIGINT. */
const INTERRUPTED = 130;

/**
 * Runs the command with the arguments that follow the program's name.
 *
 * @returns the exit code: 0 done, 1 failure, 2 bad input or usage, 130 interrupted
 */
export async function run(args: readonly string[], environment: Environment): Promise<number> {
  const { stdout, stderr, signal } = environment;
  const command = createCommand((options) => perform(options, environment));
  command.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    outputError: () => undefined,
  });
  try {
    await command.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (signal.aborted && error === signal.reason) {
      stderr.write('performance-alignment: interrupted\n');
      return INTERRUPTED;
    }
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const message = error instanceof Error ? error.message : String(error);
    stderr.write(`performance-alignment: ${message.replace(/^error: /, '').trim()}\n`);
    const isUsage = error instanceof CommanderError || error instanceof InvalidArgumentError || error instanceof FileFormatError;
    return isUsage ? 2 : 1;
  }
}

async function perform(options: CommandOptions, environment: Environment): Promise<void> {
  const { stdout, signal } = environment;
  for (const folder of [options.report, options.checkpoints, options.cache]) if (folder !== undefined) requireWritable(folder);
  const progress = createProgress(environment);
  try {
    const dataSets = await makeDataSets(options, { signal, onProgress: (part) => progress.step('features', part) });
    const experiment = await setUp(options, dataSets);
    progress.clear();
    const description = describe(experiment);
    stdout.write(`${description}\n`);
    const outcomes = await runExperiment(experiment, { signal, onStep: (label, part) => progress.step(label, part) });
    progress.clear();
    stdout.write(`\n${asText(summarise(outcomes))}\n`);
    if (options.report === undefined) return;
    stdout.write(`Report: ${writeReport(options.report, { experiment, description, outcomes })}\n`);
  } finally {
    progress.clear();
  }
}
