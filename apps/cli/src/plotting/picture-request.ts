import type { PosteriorForm } from '@rubato/decoders';
import type { PictureOptions } from '@rubato/plot';
import { PlotError } from '@rubato/plot';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import type { TimeAxis } from '../files/load-features.ts';
import { heed } from '../formats/pause.ts';
import type { SolvingOptions } from '../options/common.ts';
import type { Rates } from '../options/parse-rate.ts';

/** Which picture of which file. */
export interface PictureRequest extends SolvingOptions {
  readonly file: string;
  /** Title and theme, for every picture. */
  readonly look: PictureOptions;
  /** The options that were given, by their long names. */
  readonly given: readonly string[];
  readonly item?: number;
  readonly path?: string;
  readonly form?: PosteriorForm;
  readonly symbols?: string;
  readonly frameRate?: number;
  readonly rate?: Rates;
  readonly turned?: boolean;
  readonly blankColumns?: boolean;
  readonly truth?: string;
  readonly a?: string;
  readonly b?: string;
  readonly axis?: TimeAxis;
  readonly notes?: string;
  readonly logarithmic?: boolean;
}

/** Draws one kind of picture. */
export type Draw = (request: PictureRequest, environment: Environment) => Promise<string>;

/** What of a picture came from which file: `path`, `truth`, …; anything else from the file that is drawn. */
export type Sources = Readonly<Record<string, string | undefined>>;

/**
 * Runs a drawing, where it is still wanted.
 *
 * @throws UsageError for what cannot be drawn, with the file that it came from
 */
export async function drawing(file: string, sources: Sources, { signal }: Environment, draw: () => string): Promise<string> {
  await heed(signal);
  try {
    return draw();
  } catch (error) {
    if (!(error instanceof PlotError)) throw error;
    const [part] = /^\w*/.exec(error.argument)!;
    throw new UsageError(`${sources[part] ?? file}: ${error.message}`, { cause: error });
  }
}
