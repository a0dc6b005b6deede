import { extname } from 'node:path';
import { Command, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { checkNotInput } from '../files/check-not-input.ts';
import { plainJson } from '../formats/plain-json.ts';
import { heed } from '../formats/pause.ts';
import { formatBytes } from '../formats/quantities.ts';
import { addSolvingOptions } from '../options/common.ts';
import { addFormOptions, chooseForm, type FormOptions } from '../options/form.ts';
import { oneOf, positiveNumber, wholeNumber } from '../options/parse-number.ts';
import { parseRates } from '../options/parse-rate.ts';
import { addPictureOptions, lookOf, type PictureLook } from '../options/picture.ts';
import { pictureKinds } from '../plotting/picture-kinds.ts';
import type { PictureRequest } from '../plotting/picture-request.ts';

interface PlotOptions extends Omit<PictureRequest, 'file' | 'look' | 'form'>, FormOptions, PictureLook {
  readonly kind: string;
  readonly output?: string;
}

const EXAMPLES = `
A problem file is solved for what the picture shows; an array [rows, columns] is drawn as it stands. Losses are a table with a column a
curve, errors what eval alignment --out errors.csv writes, a warp what warp --out warp.csv or warp.json writes.

Examples:
  rubato align a.npy b.npy --gamma 0.1 --problem problem.json
  rubato plot problem.json --kind alignment --output alignment.svg
  rubato plot cost.npy --path path.csv --output cost.svg --theme dark
  rubato plot posteriors.npy --kind posteriors --symbols notes.txt --frame-rate 24.6 --output roll.svg
  rubato plot losses.csv --kind losses --logarithmic > losses.svg`;

/** `rubato plot FILE`: a file as a picture. */
export function plotCommand(environment: Environment): Command {
  const kinds = Object.keys(pictureKinds);
  const command = new Command('plot')
    .description('draw a file: costs, alignments, posteriors, warps, losses')
    .argument('<FILE>', 'a problem file, an array (.npy, .npz:entry, .csv, .json, .safetensors:entry), or a table')
    .addOption(new Option('--kind <kind>', kinds.join(', ')).default('cost').argParser(oneOf('--kind', kinds)))
    .option('-o, --output <file.svg>', 'where to; replaces a file that is there (default: standard output)')
    .addOption(new Option('--item <number>', 'only this item of several, from 0').argParser(wholeNumber('--item', 0)))
    .option('--path <file>', 'a path to draw over a matrix: .csv, .json, .npz, .npy')
    .option('--turned', 'rows to the right and columns upwards, as frames and labels are shown')
    .option('--blank-columns', 'columns 0, 2, 4, … align with the blank, as in CTC; they have colours of their own')
    .addOption(new Option('--rate <frames>', 'frames a second of rows and columns: 50, or 50,43.07').argParser(parseRates))
    .addOption(
      new Option('--frame-rate <frames>', 'frames a second of posteriors and targets').argParser(positiveNumber('--frame-rate', '50')),
    )
    .option('--symbols <file>', 'the names of the classes, one a line')
    .option('--truth <file>', 'the true warp beside a warp')
    .option('--logarithmic', 'losses in powers of ten');
  addFormOptions(command, 'default: probabilities');
  addPictureOptions(command).addHelpText('after', EXAMPLES);
  addSolvingOptions(command);
  return command.action((file: string, options: PlotOptions) => plot(file, options, environment));
}

async function plot(file: string, options: PlotOptions, environment: Environment): Promise<void> {
  const { kind, output, theme, json } = options;
  if (output === undefined && json === true)
    throw new UsageError('--json tells about the file that was written; give --output picture.svg');
  if (output !== undefined) {
    if (extname(output).toLowerCase() !== '.svg') throw new UsageError(`--output ${output}: pictures are .svg`);
    await environment.files.checkTarget(output);
    await checkNotInput('--output', output, [file, options.path, options.symbols, options.truth], environment);
  }
  const form = chooseForm(options);
  const { form: _form, ...rest } = options;
  const svg = await pictureKinds[kind]({ ...rest, file, look: lookOf(options), ...(form === undefined ? {} : { form }) }, environment);
  await heed(environment.signal);
  if (output === undefined) {
    environment.stdout.write(svg);
    return;
  }
  await environment.files.write(output, svg);
  const bytes = new TextEncoder().encode(svg).length;
  environment.stdout.write(
    json === true ? plainJson({ kind, file, output, theme, bytes }) : `${kind} of ${file} in ${output}, ${formatBytes(bytes)}\n`,
  );
}
