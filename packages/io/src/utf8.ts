import { FileFormatError, type FileFormat } from './file-format-error.ts';

/** Bytes as text. A byte order mark is dropped. @throws FileFormatError when the bytes are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array, format: FileFormat, what: string): string {
  // Browsers refuse to decode shared memory, which another thread could change meanwhile.
  const shared = Object.prototype.toString.call(bytes.buffer) === '[object SharedArrayBuffer]';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(shared ? new Uint8Array(bytes) : bytes);
  } catch (cause) {
    throw new FileFormatError(format, `${what} is not UTF-8 text, or longer than a string can be`, undefined, cause);
  }
}
