import type { Precision } from '@rubato/core';
import { type Command, Option } from 'commander';
import type { Writers } from '../formats/outputs.ts';
import { parseBytes } from './parse-bytes.ts';
import { oneOf } from './parse-number.ts';

/** Options of every command that solves something. */
export interface SolvingOptions {
  readonly backend?: string;
  readonly precision?: Precision;
  readonly maxBytes?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds `--max-bytes` and `--json`, which all commands that read files have. */
export function addReadingOptions(command: Command): Command {
  return command
    .addOption(new Option('--max-bytes <size>', 'the most bytes of a file or of the work: 300M, 2G (default: 4G)').argParser(parseBytes))
    .option('--json', 'print one JSON object instead of text');
}

/** Adds what all commands that solve have. */
export function addSolvingOptions(command: Command): Command {
  const precision = oneOf('--precision', ['float32', 'float64'] as const);
  command.option('--backend <name>', 'where to compute; rubato backends lists them (default: cpu)');
  command.addOption(
    new Option('--precision <name>', 'float32 or float64 (default: float32 where all input is, else float64)').argParser(precision),
  );
  return addReadingOptions(command).option('-q, --quiet', 'no estimate, no progress, no notes');
}

/** `--out`, for results that have writers. */
export function outOption(writers: Writers<never>): Option {
  const endings = Object.keys(writers);
  const formats = endings.length === 1 ? endings[0] : `${endings.slice(0, -1).join(', ')} or ${endings.at(-1)}`;
  return new Option('--out <file>', `write the result as ${formats}; may be given several times; replaces a file that is there`)
    .default([], 'none')
    .argParser((file: string, files: readonly string[]) => [...files, file]);
}
