import { Command, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { readEvents, readPath } from '../evaluating/alignment-files.ts';
import { errorsJson, evaluationWriters, shown } from '../evaluating/alignment-errors-outputs.ts';
import { type AlignmentErrors, evaluateAlignment, type EventUnit } from '../evaluating/evaluate-alignment.ts';
import { checkOutputs, writeOutputs } from '../formats/outputs.ts';
import { plural } from '../formats/quantities.ts';
import { addReadingOptions, outOption } from '../options/common.ts';
import { oneOf, toNumber } from '../options/parse-number.ts';
import { parseRates, type Rates } from '../options/parse-rate.ts';
import { addPictureOptions, lookOf, type PictureLook } from '../options/picture.ts';

interface EvalAlignmentOptions extends PictureLook {
  readonly rate: Rates;
  readonly events: EventUnit;
  readonly columns?: readonly (string | number)[];
  readonly out: readonly string[];
  readonly maxBytes?: number;
  readonly json?: boolean;
}

const EXAMPLES = `
EVENTS is one table with a column for the recording of the rows and one for that of the columns, or two files, one a recording,
whose rows are the same events. Where the path stays in a row, the middle of the columns passed is that row's time.
TimeErr is the mean, TimeDev the root mean square of the error over all the time from the first event to the last, with straight
lines between the events (Thickstun et al. 2020).

Examples:
  rubato align a.npy b.npy --out path.csv
  rubato eval alignment path.csv events.csv --rate 50 --columns onset_a,onset_b --out errors.svg
  rubato eval alignment path.csv measures_a.csv measures_b.csv --rate 50,43.07 --json
  rubato eval alignment path.npy events.csv --rate 50 --events frames`;

/** `rubato eval alignment PATH EVENTS`: how far a path is from annotated events. */
export function evalAlignmentCommand(environment: Environment): Command {
  const command = new Command('alignment')
    .description('errors of an alignment at annotated events, TimeErr and TimeDev')
    .argument('<PATH>', 'pairs (row, column): .csv, .json, .npz as align writes them, or .npy [pairs, 2]')
    .argument('<EVENTS>', 'annotated events: .csv, .tsv or an array')
    .argument('[EVENTS_B]', 'those of the columns, where they stand in a file of their own')
    .addOption(new Option('--rate <frames>', 'frames a second of the path: 50, or 50,43.07').argParser(parseRates).makeOptionMandatory())
    .addOption(
      new Option('--events <unit>', 'what the events are in: seconds or frames')
        .default('seconds', 'seconds')
        .argParser(oneOf('--events', ['seconds', 'frames'] as const)),
    )
    .addOption(new Option('--columns <two>', 'names or numbers from 0 of the columns to read (default: the first)').argParser(parseColumns))
    .addOption(outOption(evaluationWriters));
  addPictureOptions(command).addHelpText('after', EXAMPLES);
  addReadingOptions(command);
  return command.action((path: string, events: string, other: string | undefined, options: EvalAlignmentOptions) =>
    evalAlignment(path, other === undefined ? [events] : [events, other], options, environment),
  );
}

function parseColumns(text: string): readonly (string | number)[] {
  const columns = text.split(',').map((word) => {
    const number = toNumber(word.trim());
    return Number.isSafeInteger(number) && number >= 0 ? number : word.trim();
  });
  if (columns.length === 2 && !columns.includes('')) return columns;
  throw new UsageError(`--columns is '${text}'; give two names or numbers, for example start_a,start_b`);
}

async function evalAlignment(
  file: string,
  eventFiles: readonly string[],
  options: EvalAlignmentOptions,
  environment: Environment,
): Promise<void> {
  const { rate, events: unit, columns, out, maxBytes } = options;
  await checkOutputs(out, evaluationWriters, [file, ...eventFiles], environment);
  const path = await readPath(file, environment, maxBytes);
  const events = await readEvents(eventFiles, columns, environment, maxBytes);
  const errors = evaluateAlignment(path, events, rate, unit, { path: file });
  await writeOutputs(out, evaluationWriters, { file, errors, ...lookOf(options) }, environment);
  environment.stdout.write(options.json === true ? errorsJson(errors, false) : describe(errors));
}

function describe({ positions, meanMilliseconds, medianMilliseconds, largestMilliseconds, time }: AlignmentErrors): string {
  const parts = [
    `mean absolute error ${shown(meanMilliseconds)}, median ${shown(medianMilliseconds)}, largest ${shown(largestMilliseconds)}\n`,
    time === undefined
      ? 'no TimeErr: the events do not move on from one to the next\n'
      : `TimeErr ${shown(time.error)}, TimeDev ${shown(time.deviation)}\n`,
    `${plural(positions.length, 'event')}\n`,
  ];
  return parts.join('');
}
