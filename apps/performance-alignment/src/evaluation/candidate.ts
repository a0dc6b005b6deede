/** A value that validation slices were asked about. */
export interface Candidate {
  readonly value: number;
  /** TimeErr, milliseconds. */
  readonly validationError: number;
}

/** The candidate with the lowest validation error; the first of equals, and the first where none is a number. */
export function bestOf<C extends Candidate>(candidates: readonly C[]): C {
  return candidates.reduce((best, candidate) => (candidate.validationError < best.validationError ? candidate : best));
}
