import { InvalidArgumentError } from '@rubato/core';
import { Command, Option } from 'commander';
import type { Configuration } from '../losses/configurations.ts';
import { checkConfiguration, configurations } from '../losses/configurations.ts';
import { MOST_THEMES } from '../data/embedded.ts';

/** What the command line says, checked. */
export interface CommandOptions {
  readonly network: 'small' | 'full';
  /** The folder of the shared themes, for the full network. */
  readonly data?: string;
  readonly configurations: readonly Configuration[];
  readonly epochs?: number;
  readonly seconds?: number;
  readonly themes?: number;
  readonly seed: number;
  readonly checkpoints?: string;
  readonly resume: boolean;
  readonly report?: string;
  readonly backend: 'wasm' | 'cpu';
}

/** The command line, which hands checked options to `action`. */
export function createCommand(action: (options: CommandOptions) => Promise<void>): Command {
  return new Command('theme-enhancement')
    .description(
      'Trains a network to hear the theme in music, on weak labels, under every configuration of the dDTW paper, and compares them with strong labels.',
    )
    .addOption(
      new Option('--network <name>', 'small: on synthesised themes; full: the paper’s, on shared themes')
        .choices(['small', 'full'])
        .default('small'),
    )
    .option('--data <folder>', 'shared themes, such as ../shared/data/mtd; for the full network')
    .option('--configurations <names>', `separated by commas, of ${configurations.join(', ')} (default: all)`, parseConfigurations)
    .option('--epochs <count>', 'the most epochs (default: 20; full network 100)', parseCount('--epochs', 1))
    .option(
      '--seconds <count>',
      'the most seconds of training by this process, all configurations together (default: 120; full network none)',
      parseCount('--seconds', 1),
    )
    .option('--themes <count>', 'synthesised themes to train on (default: 64)', parseCount('--themes', 1, MOST_THEMES))
    .option('--seed <number>', 'of the initial weights and of the order of themes', parseCount('--seed', 0), 1)
    .option('--checkpoints <folder>', 'keep the state of each training there')
    .option('--resume', 'go on from the checkpoints', false)
    .option('--report <folder>', 'write a page with the table and pictures there')
    .addOption(new Option('--backend <name>', 'the backend of tfjs').choices(['wasm', 'cpu']).default('wasm'))
    .addHelpText('after', '\nExit codes: 0 done, 1 failure, 2 bad input or usage, 130 interrupted.')
    .action(async (given: Omit<CommandOptions, 'configurations'> & { readonly configurations?: readonly Configuration[] }) => {
      const options: CommandOptions = { ...given, configurations: given.configurations ?? configurations };
      checkTogether(options);
      await action(options);
    });
}

function parseConfigurations(names: string): Configuration[] {
  return names.split(',').map((name) => {
    const trimmed = name.trim();
    checkConfiguration('--configurations', trimmed);
    return trimmed;
  });
}

function parseCount(argument: string, least: number, most = 2 ** 31 - 1): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count >= least && count <= most) return count;
    throw new InvalidArgumentError({ argument, found: JSON.stringify(text), expected: `a whole number from ${least} to ${most}` });
  };
}

function checkTogether({ network, data, themes, resume, checkpoints, configurations }: CommandOptions): void {
  const refuse = (argument: string, found: string, expected: string): never => {
    throw new InvalidArgumentError({ argument, found, expected });
  };
  if (network === 'full' && data === undefined)
    refuse('--data', 'missing', 'the folder of the shared themes, which the full network needs');
  if (network === 'small' && data !== undefined) refuse('--data', `"${data}"`, 'none: the small network hears synthesised themes');
  if (network === 'full' && themes !== undefined) refuse('--themes', String(themes), 'none: the shared themes are what they are');
  if (resume && checkpoints === undefined) refuse('--resume', 'without --checkpoints', 'the folder that they are in');
  if (new Set(configurations).size !== configurations.length) refuse('--configurations', configurations.join(','), 'each name once');
}
