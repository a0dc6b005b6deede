import { extname } from 'node:path';
import type { Blank } from '@rubato/decoders';
import { type Command, Option } from 'commander';
import type { LoadedPosteriors } from '../decoding/load-posteriors.ts';
import { UsageError } from '../errors.ts';
import { parseBlank } from './parse-blank.ts';
import { parseLengths } from './parse-lengths.ts';
import { positiveNumber, wholeNumber } from './parse-number.ts';

/** Options of every command that reads posteriors. */
export interface PosteriorOptions {
  readonly blank: Blank;
  readonly symbols?: string;
  readonly frameRate?: number;
  readonly lengths?: readonly number[];
  readonly item?: number;
  readonly maxBytes?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds what all commands that read posteriors have. */
export function addPosteriorOptions(command: Command): Command {
  return command
    .addOption(new Option('--blank <class>', 'the class of the blank, or none').default(0).argParser(parseBlank))
    .option('--labels, --symbols <file>', "the names of the classes, one a line, the blank's too")
    .addOption(
      new Option('--frame-rate <frames>', 'frames a second, for seconds in tables and drawings').argParser(
        positiveNumber('--frame-rate', '50'),
      ),
    )
    .addOption(new Option('--lengths <numbers>', 'frames of each item, where items are padded').argParser(parseLengths))
    .addOption(new Option('--item <number>', 'only this item of several, from 0').argParser(wholeNumber('--item', 0)));
}

/** Refuses a drawing of several items. */
export function checkDrawnItem(out: readonly string[], { name, items }: LoadedPosteriors): void {
  const drawing = out.find((file) => extname(file).toLowerCase() === '.svg');
  if (drawing === undefined || items.length === 1) return;
  throw new UsageError(`--out ${drawing}: a drawing shows one item, ${name} has ${items.length}; choose one with --item 0`);
}
