import { InvalidArgumentError } from '@rubato/core';
import { FileFormatError } from '@rubato/io';
import { CommanderError } from 'commander';
import { loudnessOfClasses } from '../data/harmonics.ts';
import type { DataSet } from '../data/example.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { perfectFrames } from '../evaluation/perfect-frames.ts';
import type { Experiment, Outcome } from '../experiment.ts';
import { runExperiment } from '../experiment.ts';
import { requireWritable } from '../files/make-folder.ts';
import { writeReport } from '../report/report.ts';
import type { Yardstick } from '../report/summary.ts';
import { summarise } from '../report/summary.ts';
import { asText } from '../report/table.ts';
import type { Environment } from './environment.ts';
import type { CommandOptions } from './options.ts';
import { createCommand } from './options.ts';
import { createProgress } from './progress.ts';
import { setUp } from './set-up.ts';

/** Ended by Ctrl-C, as shells count it: 128 + SIGINT. */
const INTERRUPTED = 130;

/**
 * Runs the command with the arguments that follow the program's name.
 *
 * @returns the exit code: 0 done, 1 failure, 2 bad input or usage, 130 interrupted
 */
export async function run(args: readonly string[], environment: Environment): Promise<number> {
  const command = createCommand((options) => perform(options, environment));
  command.exitOverride().configureOutput({
    writeOut: (text) => environment.stdout.write(text),
    writeErr: (text) => environment.stderr.write(text),
    outputError: () => undefined,
    getOutHelpWidth: () => environment.stderr.columns ?? 100,
  });
  try {
    await command.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    // Another failure may come between Ctrl-C and the end of a step: it is told.
    if (environment.signal.aborted && error === environment.signal.reason) {
      environment.stderr.write('theme-enhancement: interrupted\n');
      return INTERRUPTED;
    }
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const message = error instanceof Error ? error.message : String(error);
    environment.stderr.write(`theme-enhancement: ${message.replace(/^error: /, '').trim()}\n`);
    const isUsage = error instanceof CommanderError || error instanceof InvalidArgumentError || error instanceof FileFormatError;
    return isUsage ? 2 : 1;
  }
}

async function perform(options: CommandOptions, environment: Environment): Promise<void> {
  const { stdout } = environment;
  if (options.report !== undefined) requireWritable('--report', options.report);
  if (options.checkpoints !== undefined) requireWritable('--checkpoints', options.checkpoints);
  const experiment = await setUp(options);
  stdout.write(`${describe(experiment)}\n`);
  const outcomes = await train(experiment, environment);
  const table = summarise(outcomes, yardsticksOf(options.network, experiment.data));
  stdout.write(`\n${asText(table)}\n${explain(outcomes)}\n`);
  if (options.report === undefined) return;
  const pages = writeReport(options.report, {
    experiment,
    description: describe(experiment),
    explanation: explain(outcomes),
    outcomes,
    table,
  });
  stdout.write(`Report: ${pages}\n`);
}

/** Trains and tests behind a bar, which goes however that ends. */
async function train(experiment: Experiment, environment: Environment): Promise<Outcome[]> {
  const progress = createProgress(environment);
  try {
    return await runExperiment(experiment, {
      signal: environment.signal,
      onStep: (configuration, { plateau: { epochs } }, part) =>
        progress.step('training', part, `epoch ${epochs + 1} of ${experiment.settings.epochs}, ${configuration}`),
    });
  } finally {
    progress.clear();
  }
}

function describe({ data, networkName, createNetwork, settings, tensorBackend }: Experiment): string {
  const model = createNetwork();
  const parameters = model.countParams();
  model.dispose();
  const frames = data.training.reduce((sum, example) => sum + example.frames, 0);
  const { batchSize, learningRate, epochs, seed } = settings;
  return [
    `Theme enhancement: which pitch class does the theme play, frame by frame, under an accompaniment?`,
    `  data     ${data.name}: ${data.training.length} to train on (${frames} frames), ${data.validation.length} to validate, ${data.test.length} to test`,
    `  network  ${networkName}, ${parameters} parameters, on tfjs-${tensorBackend}; the losses by Rubato's WebAssembly backend`,
    `  training Adam, batches of ${batchSize}, learning rate ${learningRate}, at most ${epochs} epochs, seed ${seed}; the same under every configuration`,
  ].join('\n');
}

function explain(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(({ scores }) => scores.degeneracy !== undefined).map(({ configuration }) => configuration);
  const late = outcomes.filter(({ ending }) => ending === 'out of time').map(({ configuration }) => configuration);
  return [
    `CTC-*, SDTW-* and EM saw no times: only which notes come after each other. strong saw the pitch class of every frame.`,
    `Accuracy: frames whose best pitch class is right, the blank left out, and C expected in rests. Label errors: edits per note after greedy decoding, and under CTC-* after beam search.`,
    failed.length === 0 ? 'No training was degenerate.' : `Degenerate, so that their numbers mean nothing: ${failed.join(', ')}.`,
    ...(late.length === 0 ? [] : [`Stopped for time, so that their numbers depend on the machine: ${late.join(', ')}.`]),
  ].join('\n');
}

/** What perfect frames are worth, and on synthesised themes, whose lowest bin is a C, the loudest pitch class of each frame. */
function yardsticksOf(network: CommandOptions['network'], { test }: DataSet): Yardstick[] {
  const perfect = { name: 'perfect frames', scores: evaluate(test.map(perfectFrames), test, false), remark: 'no blank' };
  if (network === 'full') return [perfect];
  const loudest = test.map(({ inputs, frames }) => {
    const classes = loudnessOfClasses(inputs, frames);
    return { frames, classes, withBlank: classes };
  });
  return [perfect, { name: 'loudest class', scores: evaluate(loudest, test, false), remark: 'nothing learned' }];
}
