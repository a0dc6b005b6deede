/** The entries of a beam, best first: column by column. */
export class Beam {
  count = 0;
  /** The node of each entry's prefix. */
  prefix: Int32Array<ArrayBuffer> = new Int32Array(0);
  /** ln p of all paths that spell the prefix and end in a blank. */
  logBlank: Float64Array<ArrayBuffer> = new Float64Array(0);
  /** The same for those that end in the prefix's last label. */
  logLabel: Float64Array<ArrayBuffer> = new Float64Array(0);
  /** The same for both. */
  logTotal: Float64Array<ArrayBuffer> = new Float64Array(0);
  /** What language model, hot words and scorers add. */
  bonus: Float64Array<ArrayBuffer> = new Float64Array(0);

  /** Makes room; what the beam held may be lost. */
  reserve(entries: number): void {
    if (entries <= this.prefix.length) return;
    const length = Math.max(entries, 2 * this.prefix.length);
    this.prefix = new Int32Array(length);
    this.logBlank = new Float64Array(length);
    this.logLabel = new Float64Array(length);
    this.logTotal = new Float64Array(length);
    this.bonus = new Float64Array(length);
  }

  /** The beam before the first frame: the empty prefix, as if a blank came before. */
  reset(): void {
    this.reserve(1);
    this.count = 1;
    this.set(0, 0, 0, -Infinity, 0, 0);
  }

  set(slot: number, prefix: number, logBlank: number, logLabel: number, logTotal: number, bonus: number): void {
    this.prefix[slot] = prefix;
    this.logBlank[slot] = logBlank;
    this.logLabel[slot] = logLabel;
    this.logTotal[slot] = logTotal;
    this.bonus[slot] = bonus;
  }
}
