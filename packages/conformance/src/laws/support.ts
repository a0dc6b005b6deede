import type { AlignmentProblem, ProblemInput } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import type { MustSupport } from '../options.ts';
import { plainProblem } from '../support/probe.ts';
import type { SupportCell } from '../support/support-table.ts';
import { supportQuestions, supportTable } from '../support/support-table.ts';
import type { Law } from './law.ts';

function named(cell: SupportCell, { minimums, costKinds, requests, precisions }: MustSupport): boolean {
  return (
    (minimums?.includes(cell.minimum) ?? true) &&
    (costKinds?.includes(cell.costKind) ?? true) &&
    (requests?.some((name) => cell.request === name || cell.request.startsWith(`${name} `)) ?? true) &&
    (precisions?.includes(cell.precision) ?? true)
  );
}

function describe({ precision, costKind, minimum, request, weights, band, extra }: SupportCell): string {
  const more = `${band ? ', banded' : ''}${extra === '' ? '' : `, ${extra}`}`;
  return `${request} of ${minimum} on ${costKind} cost in ${precision}, weights ${weights}${more}`;
}

/** The same structure at other sizes: what has one entry per side is repeated. */
function enlarged(problem: AlignmentProblem): AlignmentProblem {
  const { cost } = plainProblem(problem.cost.kind as 'dense', problem.minimum, problem.precision, [3, 6, 5]);
  const input: ProblemInput = { cost, steps: problem.steps, minimum: problem.minimum, precision: problem.precision, temperature: 1 };
  return normaliseProblem(input);
}

export const support: Law = {
  number: 8,
  name: 'support',
  sentence: '`supports` is pure and judges structure, not size; a no has a reason, and none is among what the backend must support.',
  declared: () => 1,
  random: false,
  async check(context) {
    const { backend, options, tally } = context;
    const { limits } = backend;
    if (!Object.isFrozen(limits)) throw new Error('limits are not frozen');
    for (const [name, value] of Object.entries(limits)) {
      if (typeof value === 'number' && !(value >= 1)) throw new Error(`limits.${name} is ${value}`);
    }
    if (!(limits.precisions.length > 0)) throw new Error('limits name no precision');
    const again = supportTable(backend);
    let row = 0;
    for (const question of supportQuestions(backend)) {
      const { problem, requested, ...cell } = question;
      if (JSON.stringify(cell) !== JSON.stringify(again[row])) throw new Error(`asked twice, two answers: ${describe(cell)}`);
      row++;
      if (cell.support.supported) continue;
      if (typeof cell.support.reason !== 'string' || cell.support.reason.trim() === '')
        throw new Error(`a no without a reason: ${describe(cell)}`);
      const plain = cell.weights === '-' && !cell.band && cell.extra === '';
      const elsewhere = again.some(
        (other) =>
          other.support.supported &&
          other.costKind === cell.costKind &&
          other.minimum === cell.minimum &&
          other.request === cell.request &&
          other.weights === '-' &&
          !other.band &&
          other.extra === '',
      );
      for (const must of options.mustSupport) {
        // Without named precisions one of them is enough.
        if (plain && named(cell, must) && (must.precisions !== undefined || !elsewhere))
          throw new Error(`must be supported, and is not: ${describe(cell)}: ${cell.support.reason}`);
      }
      if (plain && backend.supports(enlarged(problem), requested).supported && Object.keys(requested).length === 0) {
        throw new Error(`the answer depends on the size: ${describe(cell)}`);
      }
    }
    tally.items += row;
    tally.runs++;
    context.count('questions', row);
  },
};
