import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { InvalidArgumentError, MemoryLimitError, normaliseProblem, solve, UnsupportedError } from '@rubato/core';
import { inputOf } from '../oracles/problem-input.ts';
import { plainProblem } from '../support/probe.ts';
import { supportQuestions } from '../support/support-table.ts';
import { rejection } from './disposal.ts';
import type { Law, LawContext } from './law.ts';

/** A problem that the backend takes. */
function takenProblem({ capabilities, backend }: LawContext): AlignmentProblem {
  for (const precision of capabilities.precisions) {
    for (const kind of capabilities.costKinds) {
      for (const minimum of capabilities.minimums) {
        const problem = plainProblem(kind, minimum, precision);
        if (backend.supports(problem, {}).supported) return problem;
      }
    }
  }
  throw new Error('the backend supports none of the plainest problems');
}

export const unsupported: Law = {
  number: 8,
  name: 'refusal of the unsupported',
  sentence: 'Where `supports` says no, solving is refused with that very reason, before any work, and never answered by something else.',
  declared: () => 3,
  random: false,
  async check(context) {
    const { backend } = context;
    const base = takenProblem(context);
    const foreign = normaliseProblem({
      ...inputOf(base),
      cost: {
        kind: 'device',
        backend: 'some other backend',
        handle: {},
        shape: [base.batch, base.rows, base.columns],
        precision: base.precision,
      },
    });
    const refused: (readonly [AlignmentProblem, SolveRequest])[] = [
      [normaliseProblem({ ...inputOf(base), minimum: 'no such minimum' }), {}],
      [foreign, {}],
    ];
    for (const { problem, requested, support } of supportQuestions(backend))
      if (!support.supported && refused.length < 60) refused.push([problem, requested]);
    for (const [problem, request] of refused) {
      const support = backend.supports(problem, request);
      if (support.supported) throw new Error(`supports(${problem.minimum}, ${problem.cost.kind}) says yes to what nobody can know`);
      if (typeof support.reason !== 'string' || support.reason === '')
        throw new Error(`declines ${problem.minimum} on ${problem.cost.kind} without a reason`);
      for (const attempt of [solve(problem, backend, request), Promise.resolve().then(() => backend.solve(problem, request))]) {
        const error = await rejection(attempt);
        if (!(error instanceof UnsupportedError))
          throw new Error(`solving what is unsupported gave ${String(error)}, expected an UnsupportedError (${support.reason})`);
        if (error.reason !== support.reason || error.backend !== backend.name)
          throw new Error(`refused as ${error.message}, where supports said: ${support.reason}`);
      }
      context.tally.runs++;
    }
    // One that it takes, so that a backend that refuses everything does not pass.
    await backend.solve(base, {});
    context.tally.runs++;
  },
};

export const badRequests: Law = {
  number: 8,
  name: 'refusal of bad requests',
  sentence: 'A request with unknown names, wrong lengths or numbers that are none is refused as an invalid argument, by name.',
  declared: () => 6,
  random: false,
  async check(context) {
    const { backend } = context;
    const problem = takenProblem(context);
    const cells = problem.batch * problem.rows * problem.columns;
    const bad: (readonly [string, unknown])[] = [
      ['request.gradeint', { gradeint: true }],
      ['upstream', { gradient: true, upstream: [1] }],
      ['upstream', { gradient: true, upstream: new Array<number>(problem.batch).fill(NaN) }],
      ['direction', { hessianProduct: { along: 'cost', direction: new Float64Array(cells - 1) } }],
      ['direction', { hessianProduct: { along: 'cost', direction: new Float64Array(cells).fill(NaN) } }],
      ['stepWeightGradient', { stepWeightGradient: 'all' }],
    ];
    for (const [name, request] of bad) {
      const error = await rejection(Promise.resolve().then(() => backend.solve(problem, request as SolveRequest)));
      // What a backend does not support it may refuse as such before it looks closer.
      const declined = error instanceof UnsupportedError && !backend.supports(problem, request as SolveRequest).supported;
      if (!declined && !(error instanceof InvalidArgumentError && error.argument.includes(name))) {
        throw new Error(`a bad request (${name}) gave ${String(error)}, expected an InvalidArgumentError that names it`);
      }
      context.tally.runs++;
    }
  },
};

export const memoryLimit: Law = {
  number: 8,
  name: 'memory limit',
  sentence: 'Work that does not fit in `maxBytes` is refused before it starts, with the bytes needed; what fits is solved.',
  declared: () => 2,
  random: false,
  async check(context) {
    const problem = takenProblem(context);
    const request = context.backend.supports(problem, { gradient: true }).supported ? { gradient: true } : {};
    const { input, output, scratch, total } = context.backend.estimate(problem, request);
    if (!(input > 0 && output > 0 && scratch >= 0 && total === output + scratch))
      throw new Error(`an estimate of ${JSON.stringify({ input, output, scratch, total })} does not add up`);
    const small = await context.open({ maxBytes: 1 });
    if (small.limits.maximumBytes !== 1) throw new Error(`opened with maxBytes 1, limits.maximumBytes is ${small.limits.maximumBytes}`);
    const error = await rejection(small.solve(problem, request));
    if (!(error instanceof MemoryLimitError)) throw new Error(`solving within 1 byte gave ${String(error)}, expected a MemoryLimitError`);
    if (error.maximumBytes !== 1 || error.bytesNeeded !== small.estimate(problem, request).total)
      throw new Error(`refused as ${error.message}; estimate says ${small.estimate(problem, request).total} bytes`);
    context.tally.runs++;
    const enough = await context.open({ maxBytes: total });
    await enough.solve(problem, request);
    context.tally.runs++;
  },
};
