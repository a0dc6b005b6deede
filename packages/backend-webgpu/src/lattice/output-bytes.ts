import type { Part } from './parts.ts';
import type { BufferName, JobShape } from './sizes.ts';

/** Bytes that are read back at once: the outputs of a part, or of a window where there are several. */
export function outputBytesOf({ wanted, source }: JobShape, part: Part, sizes: ReadonlyMap<BufferName, number>): number {
  const sum = (...names: readonly (BufferName | false)[]): number =>
    names.reduce((bytes, name) => bytes + (name === false ? 0 : (sizes.get(name) ?? 0)), 0);
  const asInput = source.kind === 'dense' || source.kind === 'banded';
  const direct = wanted.gradientOut || (wanted.inputGradient && asInput);
  const distances = sum(wanted.distances && 'distances');
  const derivatives = sum(
    (wanted.alignment || (direct && wanted.gradientIsAlignment)) && 'alignment',
    direct && !wanted.gradientIsAlignment && 'gradient',
    'inputGradient',
    'inputGradientY',
    'edges',
    'rowSums',
    'columnSums',
    wanted.boundary && 'ends',
    'starts',
    'temperature',
    wanted.hessian !== undefined && 'alignmentMoves',
    'results',
    'stripResults',
  );
  const path = sum('pathResults', 'traces', 'paths');
  return part.windows.length === 1 ? Math.max(distances + derivatives, path) : Math.max(distances, derivatives, path);
}
