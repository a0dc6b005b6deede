import { openCpu } from '@rubato/backend-cpu';
import type { DiagnosedItem, Diagnosis, DiagnosisOptions } from '@rubato/analysis';
import { diagnose, diagnosisRequest } from '@rubato/analysis';
import type { AlignmentProblem, ProblemInput } from '@rubato/core';
import { createRandom, normaliseProblem } from '@rubato/core';
import { softDtw, weightedSoftDtw } from '@rubato/presets';
import { expect } from 'vitest';

const backend = openCpu();

export function diagnoseProblem(problem: AlignmentProblem, options: DiagnosisOptions = {}): Diagnosis {
  return diagnose(problem, backend.solveSync(problem, diagnosisRequest), options);
}

export function itemOf({ items }: Diagnosis, b = 0): DiagnosedItem {
  const item = items[b];
  if (item.status !== 'diagnosed') expect.fail(item.reason);
  return item;
}

export const failuresOf = ({ findings }: Diagnosis) => findings.map(({ failure }) => failure);
const oneHot = (labels: readonly number[], D: number) =>
  Float64Array.from(labels.flatMap((label) => Array.from({ length: D }, (_, d) => Number(d === label))));

/** Eight targets, each in five frames; the network says `p` for what sounds, or for class 0 in each frame. */
export function transcription(p: number, isCollapsed: boolean, horizontal = 1): ProblemInput {
  const labels = [0, 1, 2, 3, 4, 5, 6, 7];
  const x = Float64Array.from({ length: 40 * 8 }, (_, i) => {
    const said = isCollapsed ? 0 : Math.floor(i / 8 / 5);
    return i % 8 === said ? p : (1 - p) / 7;
  });
  const localCost = { name: 'negativeLogLikelihood' };
  return {
    ...weightedSoftDtw({ horizontal }),
    cost: { kind: 'features', x, y: oneHot(labels, 8), shape: [40, 8], dimension: 8, localCost },
  };
}

/** One-hot targets, each in as many frames as are told, which the network says without fault. */
export function unfolded(repetitions: readonly number[], temperature: number): AlignmentProblem {
  const D = repetitions.length;
  const labels = Array.from(repetitions.keys());
  const x = oneHot(
    labels.flatMap((label) => new Array<number>(repetitions[label]).fill(label)),
    D,
  );
  const localCost = { name: 'halfSquaredEuclidean' };
  const cost = { kind: 'features', x, y: oneHot(labels, D), shape: [x.length / D, D], dimension: D, localCost } as const;
  return normaliseProblem({ ...softDtw({ temperature }), cost });
}

/** Two sequences of equal length whose costs say nothing. */
export function noise(diagonal: number): AlignmentProblem {
  const random = createRandom(3);
  const data = Float64Array.from({ length: 400 }, () => 0.5 + 0.2 * random());
  return normaliseProblem({ ...weightedSoftDtw({ diagonal, temperature: 0.05 }), cost: { kind: 'dense', data, shape: [20, 20] } });
}
