import { basename } from 'node:path';
import type { Mark } from '@rubato/plot';
import type { AlignedItem, Blank, SegmentPosterior, TimeDistribution, TokenSegment, WordSegment } from '@rubato/decoders';
import { classNames, type Symbols } from '../decoding/symbols.ts';
import type { Writers } from '../formats/outputs.ts';
import { plainJson } from '../formats/plain-json.ts';
import { formatNumber, plural } from '../formats/quantities.ts';
import { type Cell, textTable } from '../formats/text-table.ts';
import { posteriorPicture } from '../formats/posterior-picture.ts';
import type { PictureLook } from '../options/picture.ts';
import type { ForcedItem } from './force-items.ts';

/** What a writer may look at. */
export interface FinishedForcing extends PictureLook {
  readonly file: string;
  readonly classes: number;
  readonly blank: Blank;
  readonly items: readonly ForcedItem[];
  readonly symbols?: Symbols;
  readonly frameRate?: number;
  readonly backend: string;
  readonly milliseconds: number;
}

/** The formats of forced alignments. */
export const forcingWriters: Writers<FinishedForcing> = {
  '.csv': forcedCsv,
  '.json': (finished) => forcedJson(finished, true),
  '.svg': forcedSvg,
};

/** What a word is called: its labels' names, as one where all names are letters, else with spaces between. */
export function wordText({ firstToken, tokenCount }: WordSegment, { tokens }: AlignedItem, symbols: Symbols | undefined): string {
  const labels = tokens.slice(firstToken, firstToken + tokenCount).map(({ label }) => label);
  if (symbols === undefined) return labels.join(' ');
  const letters = symbols.vocabulary.symbols.every((name) => Array.from(name).length <= 1);
  return letters ? symbols.vocabulary.text(labels) : labels.map((label) => symbols.name(label)).join(' ');
}

/** What minus the cost of paths is: with a blank the logarithm of a probability. */
export function scoreName(blank: Blank): string {
  return blank === 'none' ? 'log score' : 'ln p';
}

/**
 * The alignments as one object.
 *
 * @param distributions whether starts and ends are told frame by frame, beside mean and standard deviation
 */
export function forcedJson(finished: FinishedForcing, distributions: boolean): string {
  const { items, symbols, classes, blank, backend, milliseconds } = finished;
  const time = ({ mean, deviation, ...rest }: TimeDistribution) => ({ mean, deviation, ...(distributions ? rest : {}) });
  const told = ({ posterior }: { readonly posterior?: SegmentPosterior }) =>
    posterior === undefined ? {} : { confidence: posterior.confidence, start: time(posterior.start), end: time(posterior.end) };
  // The posterior's place is taken by what is told of it.
  const segment = <S extends TokenSegment | WordSegment>(found: S) => ({ ...found, posterior: undefined, ...told(found) });
  return plainJson({
    items: items.map(({ item, alignment }) => {
      if (alignment.status === 'infeasible') return { item: item.number, frames: item.frames, ...alignment };
      const { status, tokens, words, pathLogProbability, logProbability } = alignment;
      return {
        item: item.number,
        frames: item.frames,
        status,
        pathLogProbability,
        logProbability,
        tokens: tokens.map((token) => ({
          ...(symbols === undefined ? {} : { symbol: symbols.name(token.label) }),
          ...segment(token),
        })),
        words: words.map((word) => ({ text: wordText(word, alignment, symbols), ...segment(word) })),
      };
    }),
    classes,
    blank,
    backend,
    milliseconds,
  });
}

/** A row a label; `word` counts from 0 and is empty for delimiters and where there are no words. */
function forcedCsv({ items, symbols, frameRate }: FinishedForcing): string {
  const aligned = items.flatMap(({ item, alignment }) => (alignment.status === 'aligned' ? [{ number: item.number, alignment }] : []));
  const confident = aligned.some(({ alignment }) => alignment.logProbability !== undefined);
  const rows = aligned.flatMap(({ number, alignment }) => {
    const wordOf = new Map(
      alignment.words.flatMap(({ firstToken, tokenCount }, w) =>
        Array.from({ length: tokenCount }, (_, i) => [firstToken + i, w] as const),
      ),
    );
    return alignment.tokens.map((token, l): Cell[] => [
      number,
      token.label,
      ...(symbols === undefined ? [] : [symbols.name(token.label)]),
      wordOf.get(l),
      token.startFrame,
      token.endFrame,
      ...(frameRate === undefined ? [] : [token.startSeconds, token.endSeconds]),
      token.logProbability,
      ...(confident ? [token.posterior?.confidence] : []),
    ]);
  });
  const header = [
    'item',
    'label',
    ...(symbols === undefined ? [] : ['symbol']),
    'word',
    'start_frame',
    'end_frame',
    ...(frameRate === undefined ? [] : ['start_seconds', 'end_seconds']),
    'log_probability',
    ...(confident ? ['confidence'] : []),
  ];
  return textTable(header, rows);
}

/** Segments over the posteriors; the command has refused more than one item. */
async function forcedSvg(finished: FinishedForcing, signal: AbortSignal): Promise<string> {
  const { classes, blank, symbols, frameRate, file } = finished;
  const [{ item, alignment }] = finished.items;
  const names = classNames(classes, blank, symbols);
  const tokens = alignment.status === 'aligned' ? alignment.tokens : [];
  const words = alignment.status === 'aligned' ? alignment.words : [];
  const spans = ({ startFrame, endFrame }: TokenSegment | WordSegment) => ({ from: startFrame, to: endFrame });
  const marks = tokens.map((token): Mark => ({ ...spans(token), row: token.label, label: names[token.label] }));
  const captions = words.map((word) => ({ ...spans(word), label: wordText(word, alignment as AlignedItem, symbols) }));
  const facts = [
    `forced alignment of ${plural(marks.length, 'label')}`,
    ...(alignment.status === 'aligned' ? [`best path ${scoreName(blank)} ${formatNumber(alignment.pathLogProbability)}`] : []),
  ];
  return posteriorPicture(item.matrix, signal, {
    title: finished.title ?? basename(file),
    theme: finished.theme,
    subtitle: facts.join(' · '),
    description: `Probabilities of ${classes} classes in ${item.frames} frames, and the frames of each label`,
    frames: item.frames,
    classes: names,
    marks,
    captions,
    ...(frameRate === undefined ? {} : { frameRate }),
  });
}
