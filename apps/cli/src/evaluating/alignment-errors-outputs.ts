import { basename } from 'node:path';
import { drawErrors } from '@rubato/plot';
import type { Writers } from '../formats/outputs.ts';
import { plainJson } from '../formats/plain-json.ts';
import { plural } from '../formats/quantities.ts';
import { textTable } from '../formats/text-table.ts';
import type { PictureLook } from '../options/picture.ts';
import type { AlignmentErrors } from './evaluate-alignment.ts';

/** What a writer may look at. */
export interface FinishedEvaluation extends PictureLook {
  readonly file: string;
  readonly errors: AlignmentErrors;
}

/** The formats of errors at events. */
export const evaluationWriters: Writers<FinishedEvaluation> = {
  '.csv': ({ errors: { positions, times, predicted, milliseconds } }) =>
    textTable(
      ['position_seconds', 'time_seconds', 'predicted_seconds', 'error_milliseconds'],
      Array.from(positions, (position, i) => [position, times[i], predicted[i], milliseconds[i]]),
    ),
  '.json': ({ errors }) => errorsJson(errors, true),
  '.svg': ({ file, errors, theme, title }) => {
    const { positions, milliseconds } = errors;
    return drawErrors({
      title: title ?? basename(file),
      subtitle: [
        `mean ${shown(errors.meanMilliseconds)}`,
        `median ${shown(errors.medianMilliseconds)}`,
        plural(positions.length, 'event'),
      ].join(' · '),
      positions,
      milliseconds,
      theme,
    });
  },
};

/** Milliseconds with a decimal. */
export function shown(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}

/**
 * The errors as one object, all in milliseconds.
 *
 * @param each whether every event is told
 */
export function errorsJson(
  { meanMilliseconds, medianMilliseconds, largestMilliseconds, time, ...events }: AlignmentErrors,
  each: boolean,
): string {
  return plainJson({
    events: events.positions.length,
    meanMilliseconds,
    medianMilliseconds,
    largestMilliseconds,
    ...(time === undefined
      ? {}
      : { timeErrMilliseconds: time.error, timeDevMilliseconds: time.deviation, largestTimeMilliseconds: time.largest }),
    ...(each ? events : {}),
  });
}
