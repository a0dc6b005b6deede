import type { PosteriorForm } from '@rubato/decoders';
import { type Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { oneOf } from './parse-number.ts';

/** What a file of class numbers holds, as options say it. */
export interface FormOptions {
  readonly form?: PosteriorForm;
  readonly probabilities?: boolean;
  readonly logProbabilities?: boolean;
  readonly logits?: boolean;
}

const FORMS = ['probabilities', 'logProbabilities', 'logits'] as const;

/** Adds `--form` and its short forms. */
export function addFormOptions(command: Command, otherwise: string): Command {
  return command
    .addOption(new Option('--form <what>', `what the file holds: ${FORMS.join(', ')} (${otherwise})`).argParser(oneOf('--form', FORMS)))
    .option('--probabilities', 'short for --form probabilities')
    .option('--log-probabilities', 'short for --form logProbabilities: natural logarithms')
    .option('--logits', 'short for --form logits: numbers whose softmax are probabilities');
}

/** @throws UsageError where the options say different things */
export function chooseForm(options: FormOptions): PosteriorForm | undefined {
  const { form } = options;
  const given = FORMS.filter((name) => options[name] === true || name === form);
  if (given.length > 1) throw new UsageError('give only one of --probabilities, --log-probabilities and --logits');
  return given[0];
}
