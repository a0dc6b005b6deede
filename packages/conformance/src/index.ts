/** `@rubato/conformance`: the laws that every backend, preset and minimum function must obey, as a test suite. */

// The suites.
export { describeBackend, runLaws } from './describe-backend.ts';
export { describeMinimum } from './minimum/describe-minimum.ts';
export type { MinimumOptions } from './minimum/describe-minimum.ts';
export { describePreset } from './preset/describe-preset.ts';
export type { PresetOptions, PresetSizes } from './preset/describe-preset.ts';
export type { ConformanceOptions, LawPresets, MustSupport } from './options.ts';
export { collectTests } from './runner.ts';
export type { CollectedTest, TestContext, TestRunner } from './runner.ts';
export { describeRecord } from './summary.ts';
export type { ConformanceSummary, LawRecord } from './summary.ts';

// The laws and their tolerances.
export { laws } from './laws/laws.ts';
export type { Law } from './laws/law.ts';
export { relativeError, tolerance, unitRoundoff } from './tolerances.ts';
export type { Conditions, QuantityName } from './tolerances.ts';

// What a backend supports.
export { supportRequests, supportTable } from './support/support-table.ts';
export type { SupportCell } from './support/support-table.ts';
export { renderSupportTable } from './support/render.ts';

// Random problems.
export { problemCase, problemCases, problemInput } from './arbitraries/problem-case.ts';
export type { ProblemCase } from './arbitraries/problem-case.ts';
export type { ProblemOptions, ProblemRecipe } from './arbitraries/recipe.ts';
export { measureCoverage } from './arbitraries/coverage.ts';
export type { Coverage } from './arbitraries/coverage.ts';

// Oracles.
export { defineItem } from './oracles/item-definition.ts';
export type { ItemDefinition } from './oracles/item-definition.ts';
export { definitionAnswer } from './oracles/definition.ts';
export { enumerate } from './oracles/enumeration.ts';
export type { PathEnumeration } from './oracles/enumeration.ts';
export { measureConditions } from './oracles/conditions.ts';
export { bruteForceCtc, gravesCtc } from './oracles/ctc.ts';
export type { CtcAnswer } from './oracles/ctc.ts';
export { textbookSoftDtw } from './oracles/soft-dtw.ts';
export type { SoftDtwAnswer } from './oracles/soft-dtw.ts';
export { pathCost } from './oracles/path-cost.ts';
export { transposed } from './oracles/transpose.ts';
export { singleItem } from './oracles/single-item.ts';
export { inputOf } from './oracles/problem-input.ts';

// Golden files.
export { goldenCases, goldenFiles } from './golden/golden-cases.ts';
export type { GoldenCase, GoldenFile, GoldenPresets, GoldenSolve } from './golden/golden-case.ts';
export { runGolden } from './golden/run-golden.ts';
export type { GoldenFailure, GoldenReport } from './golden/run-golden.ts';

// Wrong on purpose.
export { wrongBackends } from './wrong/wrong-backends.ts';
