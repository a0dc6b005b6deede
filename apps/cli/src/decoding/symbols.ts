import { type Blank, Vocabulary } from '@rubato/decoders';
import type { Environment } from '../environment.ts';
import { inCommandLineWords, UsageError } from '../errors.ts';
import { decodeText } from '../files/text.ts';
import { plural } from '../formats/quantities.ts';

/** The names of the classes. */
export interface Symbols {
  /** The file, for messages. */
  readonly file: string;
  readonly vocabulary: Vocabulary;
  /** What people read: the name of the class, `blank` for the blank. */
  name(label: number): string;
}

/** The lines of a text file, as they stand; the end of the last line begins no other. */
export async function readLines(file: string, environment: Environment, maxBytes?: number): Promise<readonly string[]> {
  const lines = decodeText(await environment.files.read(file, maxBytes), file).split(/\r\n|\r|\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/**
 * Reads the names of the classes, one a line, the blank's too, whatever it says.
 *
 * @param delimiter the name that stands between words
 * @throws UsageError naming the line, for another number of lines than classes, and a name that stands twice
 */
export async function loadSymbols(
  file: string,
  {
    classes,
    blank,
    delimiter,
    maxBytes,
  }: { readonly classes: number; readonly blank: Blank; readonly delimiter?: string; readonly maxBytes?: number },
  environment: Environment,
): Promise<Symbols> {
  const lines = await readLines(file, environment, maxBytes);
  if (lines.length !== classes) {
    const advice = blank === 'none' ? 'one a line' : "one a line, the blank's too";
    throw new UsageError(
      `${file} has ${plural(lines.length, 'line')} for ${classes === 1 ? '1 class' : `${classes} classes`}; give ${advice}`,
    );
  }
  const names = lines.map((line, k) => (k === blank ? '' : line));
  const vocabulary = inCommandLineWords(
    { symbols: ([k]) => `${file}: line ${k + 1}`, 'options.delimiter': '--delimiter' },
    () => new Vocabulary(names, delimiter === undefined ? {} : { delimiter }),
  );
  return { file, vocabulary, name: (label) => (label === blank ? 'blank' : names[label]) };
}

/** The names of all classes: those of a file, else their numbers. */
export function classNames(classes: number, blank: Blank, symbols: Symbols | undefined): readonly string[] {
  return Array.from({ length: classes }, (_, k) => symbols?.name(k) ?? (k === blank ? 'blank' : String(k)));
}
