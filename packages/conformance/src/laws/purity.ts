import type { AlignmentSolution, Backend } from '@rubato/core';
import fc from 'fast-check';
import { problemCases } from '../arbitraries/problem-case.ts';
import { bytesOf, checkSameBits, keepBits, typedArraysIn } from '../compare/bits.ts';
import { arraysOf } from '../compare/quantities.ts';
import type { Law } from './law.ts';

/** Writes over every array of a solution, as a caller may: they are the caller's. */
function scribble(solution: AlignmentSolution): void {
  for (const [, array] of arraysOf(solution)) array.fill(7);
}

/** Refuses two arrays that share memory. */
function checkApart(
  left: readonly (readonly [string, ArrayBufferView])[],
  right: readonly (readonly [string, ArrayBufferView])[],
  what: string,
): void {
  const buffers = new Map(left.map(([label, array]) => [array.buffer, label]));
  for (const [label, array] of right) {
    const other = buffers.get(array.buffer);
    if (array.byteLength > 0 && other !== undefined) throw new Error(`${what}: ${label} shares memory with ${other}`);
  }
}

export const purity: Law = {
  number: 8,
  name: 'purity',
  sentence: 'Inputs are never modified; outputs belong to the caller; the same input gives the same bits.',
  async check(context) {
    await context.forAll(problemCases(context.problems()), async ({ problem, request }) => {
      const inputs = typedArraysIn({ problem, request });
      const before = inputs.map(([, array]) => bytesOf(array).slice());
      const first = await context.solveSupported(problem, request);
      fc.pre(first.length > 0);
      const kept = first.map(([, solution]) => keepBits(solution));
      inputs.forEach(([label, array], k) => {
        if (!bytesOf(array).every((byte, at) => byte === before[k][at])) throw new Error(`${label} was modified`);
      });
      const outputs = first.flatMap(([, solution]) => arraysOf(solution));
      checkApart(inputs, outputs, 'an output shares memory with an input');
      for (const [, solution] of first) scribble(solution);
      const second = await context.solveSupported(problem, request);
      checkApart(
        outputs,
        second.flatMap(([, solution]) => arraysOf(solution)),
        'outputs of two calls share memory',
      );
      second.forEach(([, solution], k) =>
        checkSameBits(keepBits(solution), kept[k], 'solved again, after the first answer was overwritten'),
      );
      if (context.backend.solveSync !== undefined) {
        first.forEach(([asked], k) =>
          checkSameBits(keepBits(context.backend.solveSync!(problem, asked)), kept[k], 'solveSync against solve'),
        );
        context.count('runs with solveSync');
      }
      for (const [, solution] of second) context.saw(...solution.values);
      context.tally.items += problem.batch;
    });
  },
};

export const sameBitsHoweverOpened: Law = {
  number: 8,
  name: 'same bits however opened',
  sentence: 'Threads and checkpointing change no bit; a backend that must keep within `maxBytes` does, or refuses with the bytes needed.',
  async check(context) {
    const free = context.backend;
    const bounded = await Promise.all(
      [2_000, 3_000, 4_500, 7_000, 10_000, 15_000, 22_000, 33_000].map(
        async (maxBytes) => [maxBytes, await context.open({ maxBytes })] as const,
      ),
    );
    const variants: Backend[] = [];
    for (const variant of context.options.variants) variants.push(await context.open(variant));
    const larger = problemCases(context.problems({ batch: [1, 3], rows: [1, 24], columns: [1, 24], ...context.options.problems }));
    await context.forAll(larger, async ({ recipe, problem, request }) => {
      // A gradient alone leaves most of the bytes to scratch, which is what checkpoints save.
      const wanted = recipe.seed % 2 === 0 ? request : { gradient: true };
      const [asked, solution] = (await context.solveSupported(problem, wanted))[0] ?? [];
      if (asked === undefined || solution === undefined) return fc.pre(false);
      const kept = keepBits(solution);
      for (const [maxBytes, backend] of bounded) await checkBounded(backend, maxBytes);
      for (const variant of variants) checkSameBits(keepBits(await variant.solve(problem, asked)), kept, 'opened another way');
      context.saw(...solution.values);
      context.tally.items += problem.batch;

      async function checkBounded(backend: Backend, maxBytes: number): Promise<void> {
        const { total, plan } = backend.estimate(problem, asked);
        let answer: AlignmentSolution;
        try {
          answer = await backend.solve(problem, asked);
        } catch (error) {
          const { code, bytesNeeded, maximumBytes } = error as {
            readonly code?: string;
            readonly bytesNeeded?: number;
            readonly maximumBytes?: number;
          };
          if (code !== 'memory-limit') throw error;
          if (maximumBytes !== maxBytes || bytesNeeded !== total)
            throw new Error(`refused with ${bytesNeeded} of ${maximumBytes} bytes, estimated ${total} of ${maxBytes}`, { cause: error });
          if (total <= maxBytes) throw new Error(`refused, though ${total} bytes are within the limit of ${maxBytes}`, { cause: error });
          context.count('solves refused for memory');
          return;
        }
        if (total > maxBytes) throw new Error(`solved within ${maxBytes} bytes, though estimate says ${total}`);
        checkSameBits(keepBits(answer), kept, `with at most ${maxBytes} bytes (${plan})`);
        if (plan === 'checkpointed' && free.estimate(problem, asked).plan === 'full') context.count('solves checkpointed');
      }
    });
    if (context.options.mustCheckpoint && !(context.tally.counts['solves checkpointed'] > 0))
      throw new Error('no solve was checkpointed, and the backend must be able to');
  },
};
