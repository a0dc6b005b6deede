/** A document of a collection and its best match. */
export interface RankedDocument {
  /** Its index in the collection. */
  readonly document: number;
  /** `Infinity` where the query has no path through the document. */
  readonly cost: number;
  /** `cost / N`, N the frames of the query. */
  readonly normalisedCost: number;
  /** Where the best match starts, and ends, both included; -1 where there is none. */
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** The cheaper one first, of equal ones the first in the collection. */
export function compareDocuments(left: RankedDocument, right: RankedDocument): number {
  if (left.cost === right.cost) return left.document - right.document;
  return left.cost < right.cost ? -1 : 1;
}
