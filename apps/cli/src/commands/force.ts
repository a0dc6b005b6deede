import type { AlignedItem, Segment } from '@rubato/decoders';
import { Command, Option } from 'commander';
import type { BandInput, Step } from '@rubato/core';
import { loadPosteriors } from '../decoding/load-posteriors.ts';
import { loadSymbols, type Symbols } from '../decoding/symbols.ts';
import type { Environment } from '../environment.ts';
import { FailureError, inCommandLineWords } from '../errors.ts';
import { type ForcingTask, forceItems } from '../forcing/force-items.ts';
import { type FinishedForcing, forcedJson, forcingWriters, scoreName, wordText } from '../forcing/forced-outputs.ts';
import { parseWords, type WordOption } from '../forcing/parse-words.ts';
import { checkForcedLabels, forcedLattice, labelNames, wordGrouping } from '../forcing/prepare-forcing.ts';
import { checkOutputs, writeOutputs } from '../formats/outputs.ts';
import { formatDuration, formatNumber, plural } from '../formats/quantities.ts';
import { formatTable } from '../formats/table.ts';
import { readLabels } from '../loss/labels.ts';
import { addSolvingOptions, outOption, type SolvingOptions } from '../options/common.ts';
import { addFormOptions, chooseForm, type FormOptions } from '../options/form.ts';
import { parseBand } from '../options/parse-band.ts';
import { parseSteps } from '../options/parse-steps.ts';
import { addPictureOptions, lookOf, type PictureLook } from '../options/picture.ts';
import { addPosteriorOptions, checkDrawnItem, type PosteriorOptions } from '../options/posteriors.ts';
import { createProgress, noProgress } from '../progress.ts';
import { withBackend } from '../solving/with-backend.ts';

interface ForceCommandOptions extends PosteriorOptions, FormOptions, SolvingOptions, PictureLook {
  readonly words?: WordOption;
  readonly band?: BandInput;
  readonly steps?: readonly Step[];
  readonly subsequence?: boolean;
  readonly confidence: boolean;
  readonly out: readonly string[];
}

const EXAMPLES = `
start is the first frame of a label, end the one behind its last. The confidence of a label is the mean over its frames of the
probability, over all paths, that it sounds there.

Examples:
  rubato force posteriors.npy labels.npy --blank 12 --symbols notes.txt --frame-rate 24.6 --out picture.svg
  rubato force logits.npy "3 1 4" --logits --json
  rubato force sdtw.npy labels.txt --blank none --out segments.csv
  rubato force speech.npy text.txt --symbols letters.txt --words "delimiter:|" --band sakoe-chiba:500 --max-bytes 1G`;

/** `rubato force POSTERIORS LABELS`: when each label sounds, where the labels are known. */
export function forceCommand(environment: Environment): Command {
  const command = new Command('force')
    .description('forced alignment: when each label sounds, where the labels are known')
    .argument('<POSTERIORS>', '[frames, classes] or [items, frames, classes]: .npy, .npz:entry, .csv, .json, .safetensors:entry')
    .argument('<LABELS>', 'class numbers "3 1 4" (names with --symbols), items apart by semicolons, or a file: .npy, .json, .csv, .txt');
  addFormOptions(command, 'default: probabilities, each row checked');
  addPosteriorOptions(command)
    .addOption(
      new Option('--words <grouping>', 'words too: delimiter:LABEL, or lengths:3,4,2 with the labels of each word').argParser(parseWords),
    )
    .addOption(
      new Option('--band <band>', 'sakoe-chiba:RADIUS or itakura:SLOPE; a blank makes 2 L + 1 columns of L labels').argParser(parseBand),
    )
    .addOption(
      new Option('--steps <steps>', 'with --blank none: pairs (frames,labels) "1,1 1,0" (default), or a name as in align').argParser(
        parseSteps,
      ),
    )
    .option('--subsequence', 'with --blank none: the labels may begin late and end early')
    .option('--no-confidence', 'the best path alone')
    .addOption(outOption(forcingWriters));
  addPictureOptions(command).addHelpText('after', EXAMPLES);
  addSolvingOptions(command);
  return command.action((file: string, labels: string, options: ForceCommandOptions) => force(file, labels, options, environment));
}

async function force(file: string, text: string, options: ForceCommandOptions, environment: Environment): Promise<void> {
  const { out, maxBytes, blank, frameRate, item, confidence, precision } = options;
  await checkOutputs(out, forcingWriters, [file, text, options.symbols], environment);
  const form = chooseForm(options) ?? 'probabilities';
  const loaded = await loadPosteriors(file, { form, lengths: options.lengths, item, blank, maxBytes }, environment);
  checkDrawnItem(out, loaded);
  const limits = maxBytes === undefined ? {} : { maxBytes };
  const named = { classes: loaded.classes, blank, ...limits };
  const symbols = options.symbols === undefined ? undefined : await loadSymbols(options.symbols, named, environment);
  const names = symbols === undefined ? {} : { names: labelNames(symbols) };
  const read = await readLabels(text, environment, { option: 'LABELS', ...limits, ...names });
  const labels = checkForcedLabels(read, loaded, { blank, item, argument: 'LABELS' });
  const tasks = loaded.items.map((one, b): ForcingTask => ({
    item: one,
    labels: labels[b],
    parameterization: inCommandLineWords({ band: '--band', steps: '--steps' }, () => forcedLattice(labels[b], options)),
    ...(options.words === undefined ? {} : { words: wordGrouping(options.words, b, loaded, symbols) }),
  }));

  const silent = options.json === true || options.quiet === true;
  const progress = silent ? noProgress : createProgress(environment, 'force');
  const finished = await withBackend(options, async (backend): Promise<FinishedForcing> => {
    const settings = {
      backend,
      confidence,
      ...limits,
      ...(frameRate === undefined ? {} : { frameRate }),
      ...(precision === undefined ? {} : { precision }),
    };
    const started = environment.now();
    const items = await forceItems(loaded, tasks, settings, progress, environment).finally(() => progress.clear());
    return {
      file,
      classes: loaded.classes,
      blank,
      items,
      backend: backend.name,
      milliseconds: Math.round((environment.now() - started) * 1000) / 1000,
      ...(symbols === undefined ? {} : { symbols }),
      ...(frameRate === undefined ? {} : { frameRate }),
      ...lookOf(options),
    };
  });
  const { items } = finished;
  // What can be aligned is told; the first item that cannot makes the command fail.
  if (items.some(({ alignment }) => alignment.status === 'aligned')) {
    await writeOutputs(out, forcingWriters, finished, environment);
    environment.stdout.write(options.json === true ? forcedJson(finished, false) : describe(finished));
  }
  for (const { item: one, alignment } of items) {
    if (alignment.status === 'aligned') continue;
    const place = items.length === 1 ? '' : `item ${one.number}: `;
    throw new FailureError(`${file}: ${place}there is no alignment with these labels: ${alignment.reason}${advice(options)}`);
  }
}

function advice({ band, steps }: ForceCommandOptions): string {
  if (band !== undefined) return '; widen the --band or leave it out';
  return steps === undefined ? '' : '; allow other --steps';
}

function describe(finished: FinishedForcing): string {
  const { items, symbols, classes, backend, milliseconds } = finished;
  const parts: string[] = [];
  for (const { item, alignment } of items) {
    if (items.length > 1) parts.push(`item ${item.number}\n`);
    if (alignment.status === 'infeasible') {
      parts.push(`no alignment: ${alignment.reason}\n`);
      continue;
    }
    parts.push(tokenTable(alignment, symbols));
    if (alignment.words.length > 0) parts.push(`\n${wordTable(alignment, symbols)}`, '\n');
    const all = alignment.logProbability === undefined ? '' : `, of all paths ${formatNumber(alignment.logProbability)}`;
    parts.push(`${scoreName(finished.blank)} of the best path ${formatNumber(alignment.pathLogProbability)}${all}\n`);
  }
  const frames = items.reduce((sum, { item }) => sum + item.frames, 0);
  parts.push(`${plural(frames, 'frame')}, ${classes} classes on ${backend} in ${formatDuration(milliseconds)}\n`);
  return parts.join('');
}

function tokenTable({ tokens }: AlignedItem, symbols: Symbols | undefined): string {
  return segmentTable('label', tokens, (l) => symbols?.name(tokens[l].label) ?? String(tokens[l].label));
}

function wordTable(item: AlignedItem, symbols: Symbols | undefined): string {
  return segmentTable('word', item.words, (w) => wordText(item.words[w], item, symbols));
}

function segmentTable(name: string, segments: readonly Segment[], textOf: (index: number) => string): string {
  const [first] = segments;
  if (first === undefined) return `no ${name}s\n`;
  const timed = first.startSeconds !== undefined;
  const confident = first.posterior !== undefined;
  const header = [name, 'start', 'end', ...(timed ? ['seconds'] : []), ...(confident ? ['confidence'] : [])];
  const rows = segments.map(({ startFrame, endFrame, startSeconds, endSeconds, posterior }, i) => [
    textOf(i),
    String(startFrame),
    String(endFrame),
    ...(timed ? [`${startSeconds!.toFixed(3)}–${endSeconds!.toFixed(3)}`] : []),
    ...(confident ? [posterior!.confidence.toFixed(3)] : []),
  ]);
  return formatTable([header, ...rows]);
}
