/** Where text goes. */
export interface Output {
  write(text: string): void;
}

/** What the command may touch of the world; tests hand in their own. */
export interface Environment {
  /** Results. */
  readonly stdout: Output;
  /** Progress and errors. `columns` is the width of a terminal, absent where there is none. */
  readonly stderr: Output & { readonly columns?: number };
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Milliseconds from any moment on. */
  readonly now: () => number;
}
