import { RubatoError } from '@rubato/core';

/** A file that cannot be written: no room, no permission, no such place. */
export class FileError extends RubatoError {
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super('file', `${path} cannot be written: ${messageOf(cause)}`, { cause });
    this.path = path;
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
