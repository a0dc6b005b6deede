import { join } from 'node:path';
import type { Experiment, Outcome } from '../experiment.ts';
import { sharesBelow } from '../evaluation/error-profile.ts';
import { writeWhole } from '../files/write-whole.ts';
import { drawPictures } from './pictures.ts';
import { candidatesInWords, summarise } from './summary.ts';
import type { Table } from './table.ts';
import { asMarkdown } from './table.ts';

export interface ReportContent {
  readonly experiment: Experiment;
  /** What was done, in lines. */
  readonly description: string;
  readonly outcomes: readonly Outcome[];
}

/** Errors that a listener may not notice, may notice, and does notice; milliseconds. */
const LIMITS = [10, 25, 50, 100];

/**
 * Writes `report.md` with tables and pictures, the pictures as SVG files, and `report.json` with all numbers.
 *
 * @returns the path of the page
 */
export function writeReport(folder: string, { experiment, description, outcomes }: ReportContent): string {
  const pictures = drawPictures(experiment.dataSets, outcomes);
  for (const { file, svg } of pictures) writeWhole(join(folder, file), svg);
  const page = [
    '# Performance alignment',
    `\`\`\`text\n${description}\n\`\`\``,
    'TimeErr and TimeDev in milliseconds, mean over test slices; *validation* is TimeErr of the validation slices.',
    asMarkdown(summarise(outcomes)),
    'Share of frames whose error is below a limit:',
    asMarkdown(shares(experiment, outcomes)),
    'What validation slices chose from, with TimeErr in milliseconds:',
    outcomes.flatMap(choicesOf).join('\n'),
    ...pictures.map(({ file, title }) => `![${title}](${file})`),
  ];
  writeWhole(
    join(folder, 'report.json'),
    `${JSON.stringify({ description: description.split('\n'), rows: outcomes.map(numbersOf) }, null, 2)}\n`,
  );
  const path = join(folder, 'report.md');
  writeWhole(path, `${page.join('\n\n')}\n`);
  return path;
}

function choicesOf({ feature, method, learningRates, lambdas }: Outcome): string[] {
  return Object.entries({ rate: learningRates, λ: lambdas })
    .filter(([, candidates]) => candidates.length > 0)
    .map(([name, candidates]) => `- ${feature}, ${method}, ${name}: ${candidatesInWords(candidates)}`);
}

function shares({ dataSets }: Experiment, outcomes: readonly Outcome[]): Table {
  const rows = outcomes.map(({ feature, method, scores }) => {
    const { test } = dataSets.find((data) => data.feature === feature)!;
    return [feature, method, ...sharesBelow(scores, test, LIMITS).map((share) => `${(100 * share).toFixed(1)} %`)];
  });
  return { headings: ['feature', 'method', ...LIMITS.map((limit) => `${limit} ms`)], rows, textColumns: [0, 1] };
}

/** All numbers of a row, its slices one by one, without weights and warps. */
function numbersOf({ feature, method, scores, validationError, lambda, lambdas, training, learningRates }: Outcome): object {
  return {
    feature,
    method,
    timeError: scores.timeError,
    timeDeviation: scores.timeDeviation,
    validationError,
    ...(lambda === undefined ? {} : { lambda, lambdas }),
    ...(training === undefined
      ? {}
      : {
          learningRate: training.learningRate,
          learningRates,
          diverged: training.diverged,
          seconds: training.state.seconds,
          history: training.state.history,
        }),
    slices: scores.slices.map(({ name, timeError, timeDeviation }) => ({ name, timeError, timeDeviation })),
  };
}
