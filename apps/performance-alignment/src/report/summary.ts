import type { Candidate } from '../evaluation/candidate.ts';
import type { Outcome } from '../experiment.ts';
import { alignmentOf } from '../losses/method.ts';
import { bestEpoch } from '../training/training-state.ts';
import type { Table } from './table.ts';

const HEADINGS = ['feature', 'method', 'aligned by', 'TimeErr', 'TimeDev', 'validation', 'chosen', 'best epoch', 'seconds', 'remark'];

/** A row for each method on each kind of feature; errors in milliseconds. */
export function summarise(outcomes: readonly Outcome[]): Table {
  const rows = outcomes.map((outcome) => {
    const { feature, method, scores, validationError, training } = outcome;
    return [
      feature,
      method,
      alignmentOf(method),
      scores.timeError.toFixed(1),
      scores.timeDeviation.toFixed(1),
      validationError.toFixed(1),
      choiceOf(outcome),
      training === undefined ? '' : `${bestEpoch(training.state.history)} of ${training.state.history.length - 1}`,
      training === undefined ? '' : training.state.seconds.toFixed(0),
      training?.diverged === true ? 'diverged' : '',
    ];
  });
  return { headings: HEADINGS, rows, textColumns: [0, 1, 2, 6, 9] };
}

function choiceOf({ lambda, training }: Outcome): string {
  const choices = [...(training === undefined ? [] : [`rate ${training.learningRate}`]), ...(lambda === undefined ? [] : [`λ ${lambda}`])];
  return choices.join(', ');
}

/** What validation slices chose from, in words: `0.1: 31.0, 1: 24.2`. */
export function candidatesInWords(candidates: readonly Candidate[]): string {
  return candidates.map(({ value, validationError }) => `${value}: ${validationError.toFixed(1)}`).join(', ');
}
