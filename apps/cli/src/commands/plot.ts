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
import { givenOptions } from '../options/given-options.ts';
import { parseAxis } from '../options/parse-axis.ts';
import { oneOf, positiveNumber, wholeNumber } from '../options/parse-number.ts';
import { parseRates } from '../options/parse-rate.ts';
import { addPictureOptions, lookOf, type PictureLook } from '../options/picture.ts';
import { checkOptions, kindsWith, pictureKinds } from '../plotting/picture-kinds.ts';
import type { PictureRequest } from '../plotting/picture-request.ts';

interface PlotOptions extends Omit<PictureRequest, 'file' | 'look' | 'given' | 'form'>, FormOptions, PictureLook {
  readonly kind: string;
  readonly out?: string;
}

const EXAMPLES = `
A problem file is solved for what the picture shows; an array [rows, columns] is drawn as it stands. A warp is what warp --out warp.json or
warp.csv writes (columns time_b and time_a), for score from the score, B, to the performance, A; matches are what search --out found.json
writes, errors what eval alignment --out errors.csv writes. Losses are a table with a column a curve; a column epoch, iteration or step counts.

Examples:
  rubato align a.npy b.npy --gamma 0.1 --problem problem.json
  rubato plot problem.json --kind alignment --out alignment.svg
  rubato plot cost.npy --path path.csv --out cost.svg --theme dark
  rubato plot posteriors.npy --kind posteriors --symbols notes.txt --frame-rate 24.6 --out roll.svg
  rubato plot warp.json --kind signals --a a.csv --b b.csv --out signals.svg
  rubato plot warp.json --kind score --notes score.mid --truth truth.csv --out score.svg
  rubato plot losses.csv --kind losses --logarithmic > losses.svg`;

/** `rubato plot FILE`: a file as a picture. */
export function plotCommand(environment: Environment): Command {
  const kinds = Object.keys(pictureKinds);
  /** An option with what it is for. */
  const option = (flags: string, what: string): Option => {
    const made = new Option(flags, what);
    made.description = `${what} (${kindsWith(made.long!)})`;
    return made;
  };
  const command = new Command('plot')
    .description('draw a file: costs, alignments, posteriors, warps, scores, matches, losses')
    .argument('<FILE>', 'a problem file, an array (.npy, .npz:entry, .csv, .json, .safetensors:entry), a table, a warp or a search')
    .addOption(new Option('--kind <kind>', kinds.join(', ')).default('cost').argParser(oneOf('--kind', kinds)))
    .option('-o, --out <file.svg>', 'where to; replaces a file that is there (default: standard output)')
    .addOption(option('--item <number>', 'only this item of several, from 0').argParser(wholeNumber('--item', 0)))
    .addOption(option('--path <file>', 'a path to draw over a matrix: .csv, .json, .npz, .npy'))
    .addOption(option('--turned', 'rows to the right and columns upwards, as frames and labels are shown'))
    .addOption(option('--blank-columns', 'columns 0, 2, 4, … align with the blank, as in CTC; they have colours of their own'))
    .addOption(option('--rate <frames>', 'frames a second of rows and columns, or of A and B: 50, or 50,43.07').argParser(parseRates))
    .addOption(option('--frame-rate <frames>', 'frames a second').argParser(positiveNumber('--frame-rate', '50')))
    .addOption(option('--symbols <file>', 'the names of the classes, one a line'))
    .addOption(option('--truth <file>', 'the warp as it was played'))
    .addOption(option('--a <file>', 'the features whose times the warp leads to'))
    .addOption(option('--b <file>', 'the features whose times it comes from'))
    .addOption(option('--axis <axis>', 'which axis of A and B is time: 0 (default) or 1').argParser(parseAxis))
    .addOption(option('--notes <file>', 'the notes of the score: .mid, or a table with the columns pitch, start and end, in seconds'))
    .addOption(option('--logarithmic', 'powers of ten upwards'));
  addFormOptions(command, 'default: probabilities');
  addPictureOptions(command).addHelpText('after', EXAMPLES);
  addSolvingOptions(command);
  return command.action((file: string, options: PlotOptions) => plot(file, options, givenOptions(command), environment));
}

async function plot(file: string, options: PlotOptions, given: readonly string[], environment: Environment): Promise<void> {
  const { kind, out, theme, json } = options;
  checkOptions(kind, given);
  if (out === undefined && json === true) throw new UsageError('--json tells about the file that was written; give --out picture.svg');
  if (out !== undefined) {
    if (extname(out).toLowerCase() !== '.svg') throw new UsageError(`--out ${out}: pictures are .svg`);
    await environment.files.checkTarget(out);
    await checkNotInput(
      '--out',
      out,
      [file, options.path, options.symbols, options.truth, options.a, options.b, options.notes],
      environment,
    );
  }
  const form = chooseForm(options);
  const { form: _form, ...rest } = options;
  const svg = await pictureKinds[kind].draw(
    { ...rest, file, given, look: lookOf(options), ...(form === undefined ? {} : { form }) },
    environment,
  );
  await heed(environment.signal);
  if (out === undefined) {
    environment.stdout.write(svg);
    return;
  }
  await environment.files.write(out, svg);
  const bytes = new TextEncoder().encode(svg).length;
  environment.stdout.write(
    json === true ? plainJson({ kind, file, output: out, theme, bytes }) : `${kind} of ${file} in ${out}, ${formatBytes(bytes)}\n`,
  );
}
