/** Files as commands see them. */
export interface Files {
  /**
   * The whole of a file, its size checked before anything is allocated.
   * @throws UsageError when there is no such file, it is no regular file, is empty, or has more than `maxBytes`
   */
  read(path: string, maxBytes?: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Looks whether a file can be written there, before work starts.
   * @throws UsageError when the folder does not exist or something else than a file stands there
   */
  checkTarget(path: string): Promise<void>;
  /** Writes a file at once, or not at all; a file that stands there is replaced. */
  write(path: string, content: Uint8Array | string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Whether two paths lead to one file that is there, links followed. */
  isSame(a: string, b: string): Promise<boolean>;
}
