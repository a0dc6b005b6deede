import type { AlignmentSolution } from '@rubato/core';
import { expect } from 'vitest';

/** Every array of a solution as bytes, by path, and its statuses. */
function bitsOf(solution: AlignmentSolution): ReadonlyMap<string, string> {
  const found = new Map<string, string>([['status', JSON.stringify(solution.status)]]);
  const visit = (path: string, value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      found.set(path, Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1'));
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, part] of Object.entries(value)) visit(path === '' ? name : `${path}.${name}`, part);
    }
  };
  visit('', solution);
  return found;
}

/** The names of all that differs in a bit must be none. */
export function expectSameBits(actual: AlignmentSolution, expected: AlignmentSolution, what: string): void {
  const [mine, wanted] = [bitsOf(actual), bitsOf(expected)];
  expect([...mine.keys()], what).toEqual([...wanted.keys()]);
  const different = [...wanted].filter(([path, bits]) => mine.get(path) !== bits).map(([path]) => path);
  expect(different, `${what}: what differs`).toEqual([]);
}
