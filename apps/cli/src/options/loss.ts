import type { LocalCostSpecification } from '@rubato/costs';
import { type Command, Option } from 'commander';
import { presetNames } from '../loss/presets.ts';
import type { SolvingOptions } from './common.ts';
import { addFormOptions, type FormOptions } from './form.ts';
import { costNames, parseCost } from './parse-cost.ts';
import { parseLengths } from './parse-lengths.ts';
import { positiveNumber, wholeNumber } from './parse-number.ts';
import { parseWeights } from './parse-steps.ts';

/** Options of every command that makes a loss of a file. */
export interface LossOptions extends SolvingOptions, FormOptions {
  readonly preset: string;
  readonly labels?: string;
  readonly target?: string;
  readonly blank: number;
  readonly cost?: LocalCostSpecification;
  readonly gamma?: number;
  readonly weights?: readonly number[];
  readonly lengths?: readonly number[];
}

/** Adds what says which loss it is. */
export function addLossOptions(command: Command): Command {
  command
    .addOption(new Option('--preset <name>', presetNames.join(', ')).default('ctc'))
    .option('--labels <numbers>', 'class numbers "3 1 4", items apart by semicolons, or a file: .npy, .json, .csv, .txt')
    .option('--target <file>', 'the other sequence: features, or label rows')
    .addOption(new Option('--blank <class>', 'the class of the blank').default(0).argParser(wholeNumber('--blank', 0)));
  addFormOptions(command, 'never guessed')
    .addOption(
      new Option('--cost <name[:parameter=value,…]>', `local cost where the preset leaves it open: ${costNames.join(', ')}`).argParser(
        parseCost,
      ),
    )
    .addOption(
      new Option('--gamma <temperature>', 'temperature of the soft minimum (default: 1)').argParser(positiveNumber('--gamma', '0.1')),
    )
    .addOption(new Option('--weights <numbers>', 'weights of the steps where the preset leaves them open, "1 1 2"').argParser(parseWeights))
    .addOption(new Option('--lengths <numbers>', 'frames of each item, where items are padded').argParser(parseLengths));
  return command;
}
