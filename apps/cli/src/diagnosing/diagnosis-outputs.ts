import { basename } from 'node:path';
import type { DiagnosedItem, Diagnosis, ModifiedTargets } from '@rubato/analysis';
import { writeNpy } from '@rubato/io';
import { drawTargets } from '@rubato/plot';
import type { Writers } from '../formats/outputs.ts';
import { plainJson } from '../formats/plain-json.ts';
import { formatDuration, formatNumber, plural } from '../formats/quantities.ts';
import { formatTable, wrap } from '../formats/table.ts';
import type { PictureLook } from '../options/picture.ts';

/** What a writer may look at. */
export interface FinishedDiagnosis extends PictureLook {
  readonly file: string;
  readonly diagnosis: Diagnosis;
  /** Computed only where an output needs them. */
  readonly targets?: ModifiedTargets;
  /** The frames of each item. */
  readonly frames: ArrayLike<number>;
  readonly backend: string;
  readonly milliseconds: number;
}

/** The formats of a diagnosis: its numbers, or the modified targets as an array and as a picture. */
export const diagnosisWriters: Writers<FinishedDiagnosis> = {
  '.json': diagnosisJson,
  '.npy': ({ targets }) => {
    const { data, shape } = targets!.targets;
    return writeNpy({ dtype: data instanceof Float32Array ? 'float32' : 'float64', shape, data });
  },
  '.svg': ({ file, targets, frames, theme, title }) => {
    const { data, shape } = targets!.targets;
    const classes = shape[2];
    return drawTargets({
      title: title ?? `Modified targets of ${basename(file)}`,
      theme,
      targets: { data: data.subarray(0, frames[0] * classes), frames: frames[0], classes },
    });
  },
};

/** Findings and numbers as one object. */
export function diagnosisJson({ diagnosis, backend, milliseconds }: FinishedDiagnosis): string {
  return plainJson({ ...diagnosis, backend, milliseconds });
}

const LINE = 110;

/** Findings in words, what to try, and where that is from; then the numbers of each item. */
export function describeDiagnosis({ diagnosis: { items, findings }, backend, milliseconds }: FinishedDiagnosis): string {
  const words = findings.map(({ message, remedies, source, items: where }) => {
    const of = items.length === 1 ? '' : ` (${where.length === 1 ? 'item' : 'items'} ${where.join(', ')})`;
    const lines = wrap(`${message}${of}`.split(' '), LINE);
    return `${[...lines, ...remedies.flatMap((remedy) => indented('- ', remedy)), ...indented('Source: ', source)].join('\n')}\n`;
  });
  const numbers = items.flatMap((item, b) => (item.status === 'diagnosed' ? [[String(b), ...numbersOf(item)]] : []));
  const failed = items.flatMap((item, b) => (item.status === 'diagnosed' ? [] : [`item ${b}: not diagnosed: ${item.reason}\n`]));
  return [
    ...(findings.length === 0 ? ['no known failure found\n'] : words),
    '\n',
    formatTable([['item', ...COLUMNS.map(([name]) => name)], ...numbers]),
    ...failed,
    `${plural(items.length, 'item')} on ${backend} in ${formatDuration(milliseconds)}\n`,
  ].join('');
}

function indented(mark: string, words: string): readonly string[] {
  const rest = ' '.repeat(mark.length);
  return wrap(words.split(' '), LINE - 2 - mark.length).map((line, i) => `  ${i === 0 ? mark : rest}${line}`);
}

/** What the table has; `-` where an item has no such number. */
const COLUMNS: readonly (readonly [name: string, of: (item: DiagnosedItem) => number | undefined])[] = [
  ['frames', ({ frames }) => frames],
  ['targets', ({ targets }) => targets],
  ['evenness', ({ collapse }) => collapse.evenness],
  ['busiest tenth', ({ collapse }) => collapse.busiestShare],
  ['diagonal', ({ diagonalisation }) => diagonalisation.diagonalShare],
  ['energy loss', ({ blurring }) => blurring?.energyLoss],
  ['weakest events', ({ decay }) => decay?.weakMagnitude],
  ['blank', ({ blank }) => blank?.alignedShare],
  ['free', ({ freeTargets }) => freeTargets?.frameShare],
  ['shift', ({ shift }) => shift?.shift],
];

function numbersOf(item: DiagnosedItem): readonly string[] {
  return COLUMNS.map(([, of]) => {
    const value = of(item);
    return value === undefined ? '-' : formatNumber(Number(value.toPrecision(3)));
  });
}
