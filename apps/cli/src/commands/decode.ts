import type { Blank, Scorer } from '@rubato/decoders';
import { Command, Option } from 'commander';
import { type Decoder, decodeItems, type DecodedItem } from '../decoding/decode-items.ts';
import { decodedJson, decodingWriters, type FinishedDecoding } from '../decoding/decoded-outputs.ts';
import { labelText } from '../decoding/describe-labels.ts';
import { loadPosteriors } from '../decoding/load-posteriors.ts';
import { makeScorers, type ScorerOptions } from '../decoding/scorers.ts';
import { loadSymbols } from '../decoding/symbols.ts';
import type { Environment } from '../environment.ts';
import { FailureError, UsageError } from '../errors.ts';
import { checkOutputs, writeOutputs } from '../formats/outputs.ts';
import { formatDuration, formatNumber, plural } from '../formats/quantities.ts';
import { formatTable } from '../formats/table.ts';
import { addReadingOptions, outOption } from '../options/common.ts';
import { addFormOptions, chooseForm, type FormOptions } from '../options/form.ts';
import { finiteNumber, wholeNumber } from '../options/parse-number.ts';
import { addPictureOptions, lookOf, type PictureLook } from '../options/picture.ts';
import { addPosteriorOptions, checkDrawnItem, type PosteriorOptions } from '../options/posteriors.ts';
import { createProgress, noProgress } from '../progress.ts';

interface DecodeCommandOptions extends PosteriorOptions, FormOptions, ScorerOptions, PictureLook {
  readonly beam?: number;
  readonly top?: number;
  readonly tokenThreshold?: number;
  readonly beamThreshold?: number;
  readonly out: readonly string[];
}

const EXAMPLES = `
Without --beam the best path is taken: the most probable class of each frame, repetitions merged, blanks dropped.

Examples:
  rubato decode posteriors.npy --blank 12 --symbols notes.txt --frame-rate 24.6 --out picture.svg
  rubato decode logits.npy --logits --beam 100 --top 5 --json
  rubato decode speech.npy --beam 100 --symbols letters.txt --delimiter " " --lm words.arpa --hot-words "rubato,Telemann:5"`;

/** `rubato decode POSTERIORS`: the label sequences that a network's posteriors say. */
export function decodeCommand(environment: Environment): Command {
  const command = new Command('decode')
    .description('label sequences from posteriors: greedy, or by beam search with language model, lexicon and hot words')
    .argument('<POSTERIORS>', '[frames, classes] or [items, frames, classes]: .npy, .npz:entry, .csv, .json, .safetensors:entry');
  addFormOptions(command, 'default: probabilities, each row checked');
  addPosteriorOptions(command)
    .addOption(new Option('--beam <width>', 'prefix beam search that keeps so many prefixes').argParser(wholeNumber('--beam', 1)))
    .addOption(new Option('--top <n>', 'how many label sequences (with --beam)').argParser(wholeNumber('--top', 1)))
    .addOption(
      new Option('--token-threshold <ln p>', 'classes less probable are impossible in their frame (with --beam)').argParser(
        finiteNumber('--token-threshold', -Infinity, 0),
      ),
    )
    .addOption(
      new Option('--beam-threshold <distance>', 'prefixes that score lower than the best by more are dropped (with --beam)').argParser(
        finiteNumber('--beam-threshold', 0),
      ),
    )
    .option('--delimiter <symbol>', 'the symbol that stands between words')
    .option('--lm <model.arpa>', 'n-gram language model: of words with --delimiter, else of labels (with --beam)')
    .addOption(new Option('--alpha <weight>', 'weight of the language model (default: 0.5)').argParser(finiteNumber('--alpha', 0)))
    .addOption(new Option('--beta <bonus>', 'what each word adds (default: 1.5)').argParser(finiteNumber('--beta')))
    .option('--lexicon <file>', 'only these words, one a line (with --beam and --delimiter)')
    .option(
      '--hot-words <words>',
      'words to favour, apart by commas, "rubato,Telemann:5" with weights (default: 10), or a .txt file (with --beam)',
    )
    .addOption(outOption(decodingWriters));
  addPictureOptions(command).addHelpText('after', EXAMPLES);
  addReadingOptions(command).option('-q, --quiet', 'no progress');
  return command.action((file: string, options: DecodeCommandOptions) => decode(file, options, environment));
}

async function decode(file: string, options: DecodeCommandOptions, environment: Environment): Promise<void> {
  const { out, maxBytes, blank, frameRate, beam } = options;
  checkBeamOptions(options);
  await checkOutputs(out, decodingWriters, [file, options.symbols, options.lm, options.lexicon, options.hotWords], environment);
  const form = chooseForm(options) ?? 'probabilities';
  const loaded = await loadPosteriors(file, { form, lengths: options.lengths, item: options.item, blank, maxBytes }, environment);
  checkDrawnItem(out, loaded);
  const { classes } = loaded;
  const limits = maxBytes === undefined ? {} : { maxBytes };
  const named = { classes, blank, ...limits, ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter }) };
  const symbols = options.symbols === undefined ? undefined : await loadSymbols(options.symbols, named, environment);
  const scorers = await makeScorers(options, symbols, environment);

  const silent = options.json === true || options.quiet === true;
  const progress = silent ? noProgress : createProgress(environment, 'decode');
  const started = environment.now();
  const items = await decodeItems(loaded, decoderOf(options, blank, scorers), progress, environment).finally(() => progress.clear());
  const finished: FinishedDecoding = {
    file,
    classes,
    blank,
    items,
    milliseconds: Math.round((environment.now() - started) * 1000) / 1000,
    ...(beam === undefined ? {} : { beamWidth: beam }),
    ...(symbols === undefined ? {} : { symbols }),
    ...(frameRate === undefined ? {} : { frameRate }),
    ...lookOf(options),
  };
  const without = items.filter(({ results }) => results.length === 0);
  if (without.length < items.length) {
    await writeOutputs(out, decodingWriters, finished, environment);
    environment.stdout.write(options.json === true ? decodedJson(finished) : describe(finished));
  }
  if (without.length > 0)
    throw new FailureError(`${nameOf(without[0], file, items)}: no prefix of the beam may end here; widen the --beam`);
}

function nameOf({ item }: DecodedItem, file: string, items: readonly DecodedItem[]): string {
  return items.length === 1 ? file : `${file}: item ${item.number}`;
}

/** Refuses options that greedy decoding does not know. */
function checkBeamOptions(options: DecodeCommandOptions): void {
  if (options.beam !== undefined) return;
  const given = [
    ['--top', options.top],
    ['--token-threshold', options.tokenThreshold],
    ['--beam-threshold', options.beamThreshold],
    ['--lm', options.lm],
    ['--lexicon', options.lexicon],
    ['--hot-words', options.hotWords],
  ].find(([, value]) => value !== undefined);
  if (given !== undefined) throw new UsageError(`${given[0]} needs a beam search; add --beam 100`);
}

function decoderOf(options: DecodeCommandOptions, blank: Blank, scorers: readonly Scorer[]): Decoder {
  const { beam, top, tokenThreshold, beamThreshold } = options;
  if (beam === undefined) return { kind: 'greedy', blank };
  return {
    kind: 'beam',
    options: {
      blank,
      beamWidth: beam,
      scorers,
      ...(top === undefined ? {} : { topN: top }),
      ...(tokenThreshold === undefined ? {} : { tokenThreshold }),
      ...(beamThreshold === undefined ? {} : { beamThreshold }),
    },
  };
}

function describe(finished: FinishedDecoding): string {
  const { items, symbols, beamWidth, classes, milliseconds } = finished;
  const lines = items.map(({ item, results }) => {
    const place = items.length === 1 ? '' : `item ${item.number}: `;
    if (results.length === 0) return `${place}no labels are possible\n`;
    const texts = results.map(({ labels }) => (labels.length === 0 ? '(no labels)' : labelText(labels, symbols)));
    if (results.length === 1) return `${place}${texts[0]}\n`;
    const table = results.map(({ logProbability, score }, rank) => [
      String(rank + 1),
      formatNumber(logProbability),
      formatNumber(score ?? logProbability),
      texts[rank],
    ]);
    return `${place === '' ? '' : `${place.trim()}\n`}${formatTable([['rank', 'ln p', 'score', 'labels'], ...table])}`;
  });
  return `${lines.join('')}${summary(items, beamWidth)}, ${classes} classes, in ${formatDuration(milliseconds)}\n`;
}

function summary(items: readonly DecodedItem[], beamWidth: number | undefined): string {
  const frames = items.reduce((sum, { item }) => sum + item.frames, 0);
  const how = beamWidth === undefined ? 'greedy' : `beam ${beamWidth}`;
  const [{ results }] = items;
  if (items.length > 1 || results.length !== 1) return `${how}: ${plural(frames, 'frame')}`;
  const [{ labels, logProbability }] = results;
  const of = beamWidth === undefined ? 'ln p of the best path' : 'ln p';
  return `${how}: ${plural(labels.length, 'label')}, ${of} ${formatNumber(logProbability)}, ${plural(frames, 'frame')}`;
}
