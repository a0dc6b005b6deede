/** One ```ts block of a docstring or of a Markdown page. */
export interface Example {
  /** The file relative to the root and the line of the block's first line of code: `packages/core/src/solve.ts:12`. */
  readonly place: string;
  /** The code as it stands, without the comment's stars. */
  readonly code: string;
  /** Whether the block is marked `no-run`. */
  readonly skipped: boolean;
}
