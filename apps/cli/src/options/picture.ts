import type { Theme } from '@rubato/plot';
import { type Command, Option } from 'commander';
import { oneOf } from './parse-number.ts';

/** How pictures look, for every command that draws. */
export interface PictureLook {
  readonly theme: Theme;
  readonly title?: string;
}

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** Adds `--theme` and `--title`. */
export function addPictureOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--theme <theme>', `paper of the picture: ${THEMES.join(', ')}; auto is what the reader's system prefers`)
        .default('auto')
        .argParser(oneOf('--theme', THEMES)),
    )
    .option('--title <text>', 'title of the picture');
}

/** The part of a command's options that is the look of its picture. */
export function lookOf({ theme, title }: PictureLook): PictureLook {
  return { theme, ...(title === undefined ? {} : { title }) };
}
