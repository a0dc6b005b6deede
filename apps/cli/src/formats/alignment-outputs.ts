import type { AlignmentProblem } from '@rubato/core';
import type { Writers } from './outputs.ts';
import { pathCsv } from './path-csv.ts';
import { resultJson } from './path-json.ts';
import { resultNpz } from './path-npz.ts';
import { type FigureNames, resultSvg } from './path-svg.ts';
import type { AlignmentResult } from './result.ts';

/** What a writer may look at. */
export interface FinishedAlignment {
  readonly result: AlignmentResult;
  readonly problem: AlignmentProblem;
  readonly figure: FigureNames;
}

/** The formats of an alignment: a new one is a file and a line here. */
export const alignmentWriters: Writers<FinishedAlignment> = {
  '.csv': ({ result }) => pathCsv(result),
  '.json': ({ result }) => resultJson(result, true),
  '.npz': ({ result }) => resultNpz(result),
  '.svg': ({ result, problem, figure }, signal) => resultSvg(result, problem, figure, signal),
};
