/** One measured case as data: what is aligned, at which size. */
export interface BenchCase {
  readonly name: string;
  readonly kind: 'soft-dtw' | 'ctc' | 'dtw';
  /** How the cost is given: as a matrix, as two feature sequences, or by class (CTC). */
  readonly cost: 'dense' | 'features' | 'gathered';
  readonly batch: number;
  readonly rows: number;
  /** Columns of the lattice; for CTC the 2L + 1 of the extended labels. */
  readonly columns: number;
  /** Whether the items' lengths are drawn between half and all of the sides. */
  readonly ragged?: boolean;
  /** The radius of a Sakoe–Chiba band. */
  readonly bandRadius?: number;
  /** The (N, M) of Table VI of Zeitler & Müller 2026 that this case stands for. */
  readonly tableVi?: readonly [rows: number, columns: number];
  /** Whether `--quick` runs it. */
  readonly quick?: boolean;
}

/** D of Table VI: feature dimensions, and classes with the blank. */
export const DIMENSION = 12;
