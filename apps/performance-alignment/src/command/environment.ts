/** Where text goes. */
export interface Output {
  write(text: string): void;
}

/** What the command may touch of the world; tests hand in their own. */
export interface Environment {
  /** Results. */
  readonly stdout: Output;
  /** Progress and errors; `isTerminal` where a line can be written over. */
  readonly stderr: Output & { readonly isTerminal: boolean };
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Milliseconds from any moment on. */
  readonly now: () => number;
}
