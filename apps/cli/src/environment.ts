import type { Files } from './files/files.ts';

/** Where text goes. */
export interface Output {
  write(text: string): void;
}

/** What a command may touch of the world; tests hand in their own. */
export interface Environment {
  /** Results. */
  readonly stdout: Output;
  /** Everything else: notes, progress, errors. `columns` is the width of a terminal, absent where there is none. */
  readonly stderr: Output & { readonly columns?: number };
  readonly files: Files;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Milliseconds from any moment on. */
  now(): number;
}
