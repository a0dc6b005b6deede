import { join } from 'node:path';
import type { Experiment, Outcome } from '../experiment.ts';
import { writeWhole } from '../files/write-whole.ts';
import { drawLossCurves } from './loss-curves.ts';
import { drawPianoRolls } from './piano-roll.ts';
import type { Table } from './table.ts';
import { asMarkdown } from './table.ts';

export interface ReportContent {
  readonly experiment: Experiment;
  /** What was done, in lines. */
  readonly description: string;
  /** How to read the table. */
  readonly explanation: string;
  readonly outcomes: readonly Outcome[];
  readonly table: Table;
}

/**
 * Writes `report.md` with the table, and the pictures that it shows: `losses.svg`, `posteriors.svg`.
 *
 * @returns the path of the page
 */
export function writeReport(folder: string, { experiment, description, explanation, outcomes, table }: ReportContent): string {
  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    writeWhole(path, new TextEncoder().encode(content));
    return path;
  };
  const [example] = experiment.data.test;
  const rolls = outcomes.map(({ configuration, prediction }) => ({
    name: configuration,
    prediction,
    hasBlank: configuration.startsWith('CTC'),
  }));
  write('losses.svg', drawLossCurves(outcomes));
  write('posteriors.svg', drawPianoRolls(`What each network hears in ${example.name}`, rolls, example));
  const page = [
    '# Theme enhancement',
    `\`\`\`text\n${description}\n\`\`\``,
    asMarkdown(table).trim(),
    explanation.replaceAll('\n', '  \n'),
    '![Losses by epoch](losses.svg)',
    '![Posteriors of one test theme](posteriors.svg)',
  ];
  return write('report.md', `${page.join('\n\n')}\n`);
}
