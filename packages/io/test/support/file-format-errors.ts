import { FileFormatError } from '@rubato/io';

/** The `FileFormatError` that `read` throws; any other outcome is thrown on. */
export function formatErrorOf(read: () => unknown): FileFormatError {
  let result: unknown;
  try {
    result = read();
  } catch (error) {
    if (error instanceof FileFormatError) return error;
    throw error;
  }
  throw new Error(`expected a FileFormatError, got ${JSON.stringify(result)}`);
}
