const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = 61;

const codes: Uint8Array = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const values: Int8Array = new Int8Array(128).fill(-1);
codes.forEach((code, value) => {
  values[code] = value;
});

/** Bytes as base64 with padding (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let from = 0, to = 0; from < bytes.length; from += 3) {
    const left = bytes.length - from;
    const group = (bytes[from] << 16) | ((left > 1 ? bytes[from + 1] : 0) << 8) | (left > 2 ? bytes[from + 2] : 0);
    text[to++] = codes[group >> 18];
    text[to++] = codes[(group >> 12) & 63];
    text[to++] = left > 1 ? codes[(group >> 6) & 63] : PADDING;
    text[to++] = left > 2 ? codes[group & 63] : PADDING;
  }
  return new TextDecoder().decode(text);
}

/** The number of bytes that a base64 text of this length, with padding, holds; undefined when there is no such text. */
export function base64Size(text: string): number | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

/**
 * Decodes base64 with padding into `size = base64Size(text)` bytes.
 * @returns the bytes, or the index of the first character that does not belong there
 */
export function decodeBase64(text: string, size: number): Uint8Array<ArrayBuffer> | number {
  const bytes = new Uint8Array(size);
  const letters = Math.ceil((size * 4) / 3);
  let group = 0;
  for (let i = 0, to = 0; i < letters; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? values[code] : -1;
    if (value < 0) return i;
    group = ((group << 6) | value) & 0xffffff;
    // Letters 1, 2 and 3 of a group each complete a byte.
    const phase = i & 3;
    if (phase > 0) bytes[to++] = group >> (6 - 2 * phase);
  }
  // Bits of the last letter that belong to no byte are zero: one text for the same bytes.
  const unused = (letters & 3) === 2 ? 15 : (letters & 3) === 3 ? 3 : 0;
  return (group & unused) === 0 ? bytes : letters - 1;
}
