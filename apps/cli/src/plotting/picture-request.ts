import type { PictureOptions } from '@rubato/plot';
import { PlotError } from '@rubato/plot';
import type { PosteriorForm } from '@rubato/decoders';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import type { SolvingOptions } from '../options/common.ts';
import type { Rates } from '../options/parse-rate.ts';

/** Which picture of which file. */
export interface PictureRequest extends SolvingOptions {
  readonly file: string;
  /** Title and theme, for every picture. */
  readonly look: PictureOptions;
  readonly item?: number;
  readonly path?: string;
  readonly form?: PosteriorForm;
  readonly symbols?: string;
  readonly frameRate?: number;
  readonly rate?: Rates;
  readonly turned?: boolean;
  readonly blankColumns?: boolean;
  readonly truth?: string;
  readonly logarithmic?: boolean;
}

/** Draws one kind of picture. */
export type Draw = (request: PictureRequest, environment: Environment) => Promise<string>;

/** Runs a drawing; what cannot be drawn is told with the file. */
export function drawing(file: string, draw: () => string): string {
  try {
    return draw();
  } catch (error) {
    if (error instanceof PlotError) throw new UsageError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}
