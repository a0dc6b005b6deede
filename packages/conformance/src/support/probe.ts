import type { AlignmentProblem, Backend, CostInput, CostKind, Precision } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import type { Capabilities } from '../options.ts';

export type PlainCostKind = Exclude<CostKind, 'device'>;

export const costKinds: readonly PlainCostKind[] = ['dense', 'banded', 'gathered', 'features'];
export const builtInMinimums: readonly string[] = ['softmin', 'hardmin', 'sparsemin', 'smoothmin'];

/** A cost of each kind with nothing special about it, [B, N, M]. */
export function plainCost(kind: PlainCostKind, batch: number, rows: number, columns: number, precision: Precision): CostInput {
  const shape = [batch, rows, columns] as const;
  const array = (length: number): Float32Array | Float64Array =>
    (precision === 'float32' ? new Float32Array(length) : new Float64Array(length)).map((_, k) => ((k * 5) % 7) / 4);
  switch (kind) {
    case 'dense':
      return { kind, data: array(batch * rows * columns), shape };
    case 'banded': {
      const first = new Int32Array(batch * rows);
      return { kind, data: array(batch * rows * columns), shape, first, last: new Int32Array(batch * rows).fill(columns - 1) };
    }
    case 'gathered':
      return { kind, values: array(batch * rows * 2), shape, classes: 2, index: new Int32Array(batch * columns).map((_, m) => m % 2) };
    case 'features':
      return {
        kind,
        x: array(batch * rows * 2),
        y: array(batch * columns * 2),
        shape,
        dimension: 2,
        localCost: { name: 'squaredEuclidean' },
      };
  }
}

/** A problem with nothing special about it. */
export function plainProblem(
  kind: PlainCostKind,
  minimum: string,
  precision: Precision,
  sides: readonly [number, number, number] = [2, 3, 3],
): AlignmentProblem {
  return normaliseProblem({
    cost: plainCost(kind, ...sides, precision),
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    minimum,
    precision,
  });
}

/** Asks a backend what it takes of the simplest problems. */
export function probeCapabilities(backend: Backend): Capabilities {
  const precisions = backend.limits.precisions;
  const takes = (kind: PlainCostKind, minimum: string): boolean =>
    precisions.some((precision) => backend.supports(plainProblem(kind, minimum, precision), {}).supported);
  return {
    precisions,
    minimums: builtInMinimums.filter((minimum) => costKinds.some((kind) => takes(kind, minimum))),
    costKinds: costKinds.filter((kind) => builtInMinimums.some((minimum) => takes(kind, minimum))),
  };
}
