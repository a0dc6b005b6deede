/** Bits into bytes, the lowest first, as deflate has them. */
export class BitWriter {
  private bytes: Uint8Array = new Uint8Array(1 << 12);
  private length = 0;
  private held = 0;
  private heldBits = 0;

  /** At most 16 bits. */
  write(value: number, bits: number): void {
    this.held |= value << this.heldBits;
    this.heldBits += bits;
    while (this.heldBits >= 8) {
      this.byte(this.held & 0xff);
      this.held >>>= 8;
      this.heldBits -= 8;
    }
  }

  /** The bytes so far; the last one is filled with zeros. */
  finish(): Uint8Array {
    if (this.heldBits > 0) this.byte(this.held);
    this.held = 0;
    this.heldBits = 0;
    return this.bytes.subarray(0, this.length);
  }

  private byte(value: number): void {
    if (this.length === this.bytes.length) {
      const longer = new Uint8Array(2 * this.length);
      longer.set(this.bytes);
      this.bytes = longer;
    }
    this.bytes[this.length++] = value;
  }
}
