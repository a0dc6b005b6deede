import { basename } from 'node:path';
import type { Mark } from '@rubato/plot';
import type { Blank } from '@rubato/decoders';
import { formatNumber, plural } from '../formats/quantities.ts';
import type { Writers } from '../formats/outputs.ts';
import { plainJson } from '../formats/plain-json.ts';
import { type Cell, textTable } from '../formats/text-table.ts';
import { posteriorPicture } from '../formats/posterior-picture.ts';
import type { PictureLook } from '../options/picture.ts';
import type { Decoded, DecodedItem } from './decode-items.ts';
import { labelText } from './describe-labels.ts';
import { labelSpans } from './label-spans.ts';
import { classNames, type Symbols } from './symbols.ts';

/** What a writer may look at. */
export interface FinishedDecoding extends PictureLook {
  readonly file: string;
  readonly classes: number;
  readonly blank: Blank;
  /** The width of the beam; absent for greedy decoding. */
  readonly beamWidth?: number;
  readonly items: readonly DecodedItem[];
  readonly symbols?: Symbols;
  readonly frameRate?: number;
  readonly milliseconds: number;
}

/** The formats of decoded labels. */
export const decodingWriters: Writers<FinishedDecoding> = {
  '.txt': ({ items, symbols }) => items.map(({ results: [best] }) => `${labelText(best?.labels ?? [], symbols)}\n`).join(''),
  '.csv': decodedCsv,
  '.json': decodedJson,
  '.svg': decodedSvg,
};

/** The results as one object. */
export function decodedJson({ items, classes, blank, beamWidth, symbols, frameRate, milliseconds }: FinishedDecoding): string {
  const result = ({ labels, frames, logProbability, score }: Decoded) => ({
    labels,
    ...(symbols === undefined ? {} : { symbols: Array.from(labels, (label) => symbols.name(label)), text: labelText(labels, symbols) }),
    frames,
    ...(frameRate === undefined ? {} : { seconds: Array.from(frames, (frame) => frame / frameRate) }),
    logProbability,
    ...(score === undefined ? {} : { score }),
  });
  return plainJson({
    decoder: beamWidth === undefined ? 'greedy' : 'beam',
    ...(beamWidth === undefined ? {} : { beamWidth }),
    items: items.map(({ item, results }) => ({ item: item.number, frames: item.frames, results: results.map(result) })),
    classes,
    blank,
    milliseconds,
  });
}

function decodedCsv({ items, symbols, frameRate }: FinishedDecoding): string {
  const rows = items.flatMap(({ item, results }) =>
    results.flatMap(({ labels, frames }, rank) =>
      Array.from(labels, (label, l): Cell[] => [
        item.number,
        rank + 1,
        label,
        ...(symbols === undefined ? [] : [symbols.name(label)]),
        frames[l],
        ...(frameRate === undefined ? [] : [frames[l] / frameRate]),
      ]),
    ),
  );
  const optional = (wanted: unknown, name: string): string[] => (wanted === undefined ? [] : [name]);
  return textTable(['item', 'rank', 'label', ...optional(symbols, 'symbol'), 'frame', ...optional(frameRate, 'seconds')], rows);
}

/** The posteriors with the best labels over them; the command has refused more than one item. */
async function decodedSvg(finished: FinishedDecoding, signal: AbortSignal): Promise<string> {
  const { classes, blank, beamWidth, symbols, frameRate, file } = finished;
  const [{ item, results }] = finished.items;
  const names = classNames(classes, blank, symbols);
  const best = results[0];
  const marks =
    best === undefined
      ? []
      : labelSpans(best, item.matrix, beamWidth === undefined).map(({ label, from, to }): Mark => ({
          from,
          to,
          row: label,
          label: names[label],
        }));
  const facts = [
    plural(marks.length, 'label'),
    beamWidth === undefined ? 'greedy' : `beam ${beamWidth}`,
    ...(best === undefined ? [] : [`ln p ${formatNumber(best.logProbability)}`]),
    ...(beamWidth === undefined ? [] : ['lines where labels begin']),
  ];
  return posteriorPicture(item.matrix, signal, {
    title: finished.title ?? basename(file),
    theme: finished.theme,
    subtitle: facts.join(' · '),
    description: `Probabilities of ${classes} classes in ${item.frames} frames, and the labels decoded from them`,
    frames: item.frames,
    classes: names,
    marks,
    ...(frameRate === undefined ? {} : { frameRate }),
  });
}
