/**
 * A checksum of numbers and texts, to tell whether two tables are the same: 64 bits in two lanes, mixed as in MurmurHash3. It finds mistakes,
 * not malice. Source: A. Appleby, MurmurHash3, 2011 (the mixing constants).
 */
export class Checksum {
  readonly #view: DataView = new DataView(new ArrayBuffer(8));
  #one = 0x9747b28c;
  #other = 0x3c6ef372;

  /** Takes a list: its length and the bits of each number. */
  add(numbers: ArrayLike<number>): this {
    this.#mix(numbers.length);
    const view = this.#view;
    const whole = numbers instanceof Int32Array;
    for (let i = 0; i < numbers.length; i++) {
      if (whole) {
        this.#mix(numbers[i]);
        continue;
      }
      view.setFloat64(0, numbers[i], true);
      this.#mix(view.getInt32(0, true));
      this.#mix(view.getInt32(4, true));
    }
    return this;
  }

  addText(text: string): this {
    this.#mix(text.length);
    for (let i = 0; i < text.length; i++) this.#mix(text.charCodeAt(i));
    return this;
  }

  /** 16 hexadecimal digits. */
  get text(): string {
    return hexadecimal(finished(this.#one ^ this.#other)) + hexadecimal(finished(this.#other));
  }

  #mix(bits: number): void {
    this.#one = turned(this.#one ^ Math.imul(turned(Math.imul(bits, 0xcc9e2d51), 15), 0x1b873593), 13, 0xe6546b64);
    this.#other = turned(this.#other ^ Math.imul(turned(Math.imul(bits, 0x85ebca6b), 16), 0xc2b2ae35), 17, 0x561ccd1b);
  }
}

/** The bits turned to the left; then, where asked, times five and something added. */
function turned(bits: number, by: number, added?: number): number {
  const result = (bits << by) | (bits >>> (32 - by));
  return added === undefined ? result : (Math.imul(result, 5) + added) | 0;
}

/** Spreads each bit over all. */
function finished(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hexadecimal(bits: number): string {
  return bits.toString(16).padStart(8, '0');
}
