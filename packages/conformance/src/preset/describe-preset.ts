import type { Parameterization, ProblemInput } from '@rubato/core';
import { normaliseProblem, openReference } from '@rubato/core';
import { minimumFunctions } from '@rubato/minimum';
import fc from 'fast-check';
import { Draw } from '../arbitraries/draw.ts';
import { typedArraysIn } from '../compare/bits.ts';
import { checkAgainst } from '../compare/check-solution.ts';
import { expectation } from '../oracles/expectation.ts';
import { transposeData, transposed } from '../oracles/transpose.ts';
import { chooseSeed } from '../options.ts';
import type { TestRunner } from '../runner.ts';
import { TEST_TIMEOUT } from '../runner.ts';

/** What a preset is made for. */
export interface PresetSizes {
  readonly batch: number;
  readonly rows: number;
  /** Columns, where the preset has no labels of its own that say how many. */
  readonly columns: number;
  /** Uniform numbers in [0, 1), for labels and options. */
  readonly random: () => number;
}

/** How the laws of a preset run. */
export interface PresetOptions {
  /** Runs of each law, default 300. */
  readonly runs?: number;
  readonly seed?: number;
}

/** A problem with random costs for a parameterization: by class where it knows classes, else a matrix. */
function presetProblem(parameterization: Parameterization, { batch, rows, columns }: PresetSizes, draw: Draw): ProblemInput {
  const { columnClasses, columnLengths, ...rest } = parameterization;
  if (columnClasses !== undefined) {
    const classes = Math.max(0, ...columnClasses) + 1;
    const values = Float64Array.from({ length: batch * rows * classes }, () => draw.real(0, 3));
    const cost = {
      kind: 'gathered',
      values,
      shape: [batch, rows, columnClasses.length / batch],
      classes,
      index: columnClasses.map((label) => Math.max(0, label)),
    } as const;
    return { ...rest, cost, ...(columnLengths === undefined ? {} : { columnLengths }) };
  }
  const width = columnLengths === undefined ? columns : Math.max(...Array.from(columnLengths));
  const data = Float64Array.from({ length: batch * rows * width }, () => draw.real(0, 3));
  return { ...rest, cost: { kind: 'dense', data, shape: [batch, rows, width] }, ...(columnLengths === undefined ? {} : { columnLengths }) };
}

function checkFrozen(value: unknown, path: string): void {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new Error(`${path} is a ${typeof value}: a parameterization is plain data`);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) throw new Error(`${path} is no plain object`);
  if (!Object.isFrozen(value)) throw new Error(`${path} is not frozen`);
  for (const [name, part] of Object.entries(value)) checkFrozen(part, `${path}.${name}`);
}

/** The same text for equal data, typed arrays included. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    ArrayBuffer.isView(part) ? [part.constructor.name, ...(part as Float64Array)] : part === Infinity ? 'inf' : part,
  );
}

interface Made {
  readonly sizes: PresetSizes;
  readonly parameterization: Parameterization;
  readonly input: ProblemInput;
}

/**
 * Registers the laws of a preset with a test runner: frozen plain data that can be cloned, made alike from the same input, that
 * normalises at the sizes it was made for, names a known minimum function, and whose problems the reference solves as the definition
 * does, transposed as well.
 *
 * @param name the preset's name
 * @param make makes a parameterization for the sizes; the same numbers from `random` must give the same one
 * @param runner `describe` and `it` of the test runner; `@rubato/conformance/vitest` has Vitest's filled in
 * @param options budget and seed
 *
 * @example
 * ```ts
 * import { collectTests, describePreset } from '@rubato/conformance';
 * const { runner, tests } = collectTests();
 * const steps = Object.freeze([Object.freeze([1, 0] as const), Object.freeze([1, 1] as const)]);
 * describePreset('two steps', () => Object.freeze({ steps }), runner, { runs: 10 });
 * for (const test of tests) await test.run();
 * tests.length; // → 4
 * ```
 */
export function describePreset(
  name: string,
  make: (sizes: PresetSizes) => Parameterization,
  runner: TestRunner,
  options: PresetOptions = {},
): void {
  const seed = chooseSeed(options.seed);
  const numRuns = options.runs ?? 300;
  const sizesOf = (number: number, batch: number, rows: number, columns: number): PresetSizes => {
    const draw = new Draw(number, 1, 'float64');
    return { batch, rows, columns, random: () => draw.real(0, 1) };
  };
  const side = fc.integer({ min: 1, max: 7 });
  const arbitrary = fc.tuple(fc.integer({ min: 0, max: 2 ** 30 }), fc.integer({ min: 1, max: 3 }), side, side);
  const law = (sentence: string, check: (made: Made, again: () => Parameterization) => void): void => {
    runner.it(
      sentence,
      () => {
        const property = fc.property(arbitrary, ([number, batch, rows, columns]) => {
          const sizes = sizesOf(number, batch, rows, columns);
          const parameterization = make(sizes);
          check({ sizes, parameterization, input: presetProblem(parameterization, sizes, new Draw(number, 2, 'float64')) }, () =>
            make(sizesOf(number, batch, rows, columns)),
          );
        });
        fc.assert(property, { numRuns, seed, includeErrorInReport: true });
      },
      TEST_TIMEOUT,
    );
  };

  runner.describe(`preset ${name}`, () => {
    law('is frozen plain data', ({ parameterization }) => checkFrozen(parameterization, name));
    law('clones to a worker unchanged, and is made alike from the same input, sharing no memory', ({ parameterization }, again) => {
      const text = textOf(parameterization);
      if (textOf(structuredClone(parameterization)) !== text) throw new Error('a clone differs');
      const other = again();
      if (textOf(other) !== text) throw new Error('made again from the same input, it differs');
      const buffers = new Set(typedArraysIn(parameterization).map(([, array]) => array.buffer));
      for (const [label, array] of typedArraysIn(other))
        if (buffers.has(array.buffer)) throw new Error(`${label} is shared by two of them`);
    });
    law(
      'normalises at the sizes that it was made for, with a known minimum function, and leaves its arrays alone',
      ({ parameterization, input }) => {
        const before = textOf(parameterization);
        const { minimum } = normaliseProblem(input);
        if (!Object.hasOwn(minimumFunctions, minimum)) throw new Error(`the minimum function ${minimum} is not known`);
        if (textOf(parameterization) !== before) throw new Error('normalising changed it');
      },
    );
    law('its problems are solved as the definition says, and transposed alike', ({ input }) => {
      const reference = openReference();
      const problem = normaliseProblem(input);
      const request = { gradient: true, softAlignment: true, edgeMarginals: true, temperatureGradient: true, boundaryGradient: true };
      const solution = reference.solveSync(problem, request);
      const expected = expectation(problem, request, false);
      checkAgainst(solution, expected.answer(request), expected);
      const turned = normaliseProblem(transposed(problem));
      const { values, gradient } = reference.solveSync(turned, { gradient: true });
      const { batch, rows, columns } = turned;
      const back = {
        ...solution,
        values,
        gradient: { ...solution.gradient!, data: transposeData(gradient!.data, [batch, rows, columns, 1]) },
      };
      if (problem.band === undefined) checkAgainst(back, solution, expected);
    });
  });
}
