import { decodeJson, isNumericArray, type JsonValue } from '@rubato/io';
import { readLines } from '../decoding/symbols.ts';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { inFile } from '../files/load-array.ts';
import { decodeText } from '../files/text.ts';
import { formatNumber } from '../formats/quantities.ts';
import { readLabels } from '../loss/labels.ts';

/** How texts become sequences. */
export interface SequenceOptions {
  /** Compare character by character, spaces included. */
  readonly characters: boolean;
  /** What class numbers of arrays are called. */
  readonly nameOf: (label: number) => string;
  readonly maxBytes: number | undefined;
}

/**
 * Reads label sequences to be compared, one an item: in text files a line is an item, its labels apart by spaces (in .csv and .tsv by
 * commas and tabs too); an empty line is an item without labels. JSON holds a list of labels, a list of lists, or what
 * `rubato decode --json` prints. Other files hold arrays of class numbers, [labels] or [items, labels].
 *
 * @throws UsageError naming the file
 */
export async function readSequences(
  file: string,
  { characters, nameOf, maxBytes }: SequenceOptions,
  environment: Environment,
): Promise<readonly (readonly string[])[]> {
  const limits = maxBytes === undefined ? {} : { maxBytes };
  if (/\.json$/i.test(file)) {
    const text = decodeText(await environment.files.read(file, maxBytes), file);
    return inFile(file, () => ofJson(decodeJson(text, limits), file, nameOf));
  }
  const [, ending] = /\.(txt|csv|tsv)$/i.exec(file) ?? [];
  if (ending === undefined) {
    if (/\.(npy|npz|safetensors)(:.+)?$/i.test(file)) {
      const items = await readLabels(file, environment, limits);
      return items.map((labels) => labels.map(nameOf));
    }
    throw new UsageError(`${file}: the ending says what it holds; give .txt, .csv, .tsv, .json, .npy, .npz:entry or .safetensors:entry`);
  }
  const lines = await readLines(file, environment, maxBytes);
  if (characters) return lines.map((line) => Array.from(line));
  const apart = ending.toLowerCase() === 'txt' ? /\s+/ : /[\s,]+/;
  return lines.map((line) => line.split(apart).filter((label) => label !== ''));
}

function ofJson(value: JsonValue, file: string, nameOf: (label: number) => string): readonly (readonly string[])[] {
  const label = (member: unknown): string => {
    if (typeof member === 'string') return member;
    // The reader takes the texts nan, inf and -inf for numbers; here they are words.
    if (typeof member === 'number' && !Number.isFinite(member)) return formatNumber(member);
    if (Number.isSafeInteger(member)) return nameOf(member as number);
    throw new UsageError(`${file}: ${JSON.stringify(member)?.slice(0, 40)} is not a label; labels are whole numbers or texts`);
  };
  const list = (members: readonly unknown[]): string[] => members.map(label);
  if (Array.isArray(value))
    return value.some((member) => Array.isArray(member)) ? value.map((member) => list(member as unknown[])) : [list(value)];
  const items =
    typeof value === 'object' && value !== null && !isNumericArray(value) ? (value as { readonly items?: unknown }).items : undefined;
  if (!Array.isArray(items)) throw new UsageError(`${file} is no list of labels, and not what rubato decode --json prints`);
  return items.map(
    (item: { readonly results?: readonly { readonly symbols?: readonly string[]; readonly labels?: readonly unknown[] }[] }) => {
      const best = item.results?.[0];
      return list(best?.symbols ?? best?.labels ?? []);
    },
  );
}
