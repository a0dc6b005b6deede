import { UsageError } from '../errors.ts';

/** @throws UsageError when the bytes are no UTF-8 text */
export function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`${path} is not UTF-8 text, or longer than a text can be`, { cause });
  }
}
