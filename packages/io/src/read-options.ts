/** What every reader takes. */
export interface ReadOptions {
  /**
   * The most bytes that the arrays of the result may have together, in memory. Checked against the sizes that the
   * file declares before anything of that size is allocated. Default 4 GiB.
   */
  readonly maxBytes?: number;
  /**
   * True (default): the result owns its data. False: the result is a view of the given bytes where element type,
   * alignment and byte order allow it, and a copy where they do not.
   */
  readonly copy?: boolean;
}

/** What readers of files with several named arrays take. */
export interface EntryOptions extends ReadOptions {
  /** Read only the arrays with these names. Default: all. */
  readonly entries?: readonly string[];
}

const DEFAULT_MAX_BYTES = 2 ** 32;

/** @throws RangeError when `maxBytes` is given and is no number ≥ 0 */
export function resolveMaxBytes(options: ReadOptions): number {
  const { maxBytes = DEFAULT_MAX_BYTES } = options;
  // Infinity is a way to say "no bound of mine".
  if (typeof maxBytes !== 'number' || !(maxBytes >= 0)) {
    throw new RangeError(`maxBytes is ${String(maxBytes)}, not a number of bytes ≥ 0`);
  }
  return maxBytes;
}

/**
 * The same bytes as a plain `Uint8Array`: methods of a Node `Buffer` differ (its `slice` makes a view).
 * @throws TypeError when `bytes` is no Uint8Array
 */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  if (!ArrayBuffer.isView(bytes) || Object.prototype.toString.call(bytes) !== '[object Uint8Array]') {
    throw new TypeError('bytes must be a Uint8Array');
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
