import type { Scores } from '../evaluation/evaluate.ts';
import type { Outcome } from '../experiment.ts';
import type { EpochRecord, TrainingState } from '../training/training-state.ts';
import type { Table } from './table.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The columns of the table, in the words that the report explains. */
const HEADINGS = [
  'configuration',
  'accuracy',
  'no rests',
  'label errors',
  'beam search',
  'to strong',
  'training loss',
  'best epoch',
  'seconds',
  'remark',
];

/** Scores of something that no training gives, to compare with. */
export interface Yardstick {
  readonly name: string;
  readonly scores: Scores;
  readonly remark: string;
}

/** A row for each configuration, and one for each yardstick. Accuracies are compared in points of a hundred. */
export function summarise(outcomes: readonly Outcome[], yardsticks: readonly Yardstick[]): Table {
  const strong = outcomes.find(({ configuration }) => configuration === 'strong')?.scores.frameAccuracy;
  const distance = (accuracy: number): string => {
    if (strong === undefined) return '';
    const points = (100 * (accuracy - strong)).toFixed(1);
    return accuracy > strong ? `+${points}` : points.replace('-', '−');
  };
  const numbers = ({ frameAccuracy, frameAccuracyWithoutRests, labelErrorRate, beamLabelErrorRate }: Scores): string[] => [
    percent(frameAccuracy),
    percent(frameAccuracyWithoutRests),
    percent(labelErrorRate),
    beamLabelErrorRate === undefined ? '' : percent(beamLabelErrorRate),
    distance(frameAccuracy),
  ];
  const rows = outcomes.map(({ configuration, state, ending, scores }) => [
    configuration,
    ...numbers(scores),
    lossesOf(state),
    `${state.plateau.bestEpoch} of ${state.plateau.epochs}`,
    state.seconds.toFixed(1),
    remarkOn(scores, ending),
  ]);
  for (const { name, scores, remark } of yardsticks) rows.push([name, ...numbers(scores), '', '', '', remark]);
  return { headings: HEADINGS, rows, textColumns: [0, HEADINGS.length - 1] };
}

/** Of the first epoch and of the last. */
function lossesOf({ history }: TrainingState): string {
  const loss = ({ trainingLoss }: EpochRecord): string => trainingLoss.toFixed(2).replace('-', '−');
  return `${loss(history[0])} → ${loss(history.at(-1)!)}`;
}

function remarkOn({ degeneracy }: Scores, ending: string | undefined): string {
  const remarks = degeneracy === undefined ? [] : [`degenerate: ${degeneracy}`];
  if (ending === 'out of time') remarks.push('stopped for time');
  return remarks.join('; ');
}
