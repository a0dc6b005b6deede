/** Numbers of an axis as texts, and what was taken off all of them: a text for the axis' title, mostly empty. */
export interface NumberLabels {
  readonly labels: readonly string[];
  readonly offset: string;
}

/** Numbers from here on, and below the other bound, are written with powers of ten. */
const LARGE = 1e6;
const SMALL = 1e-4;
/** With more digits than these, plain or with powers of ten, what the numbers share goes into the title. */
const MOST_DIGITS = 6;
const MOST_DIGITS_OF_POWERS = 3;

/**
 * Labels of rising values that lie multiples of `distance` apart, with as many digits as tell them apart. What needs too many is
 * written from an offset: 0.2, 0.4 under a title that ends in "− 1234560".
 */
export function numberLabels(values: readonly number[], distance: number): NumberLabels {
  const place = Math.floor(Math.log10(distance) + 1e-9);
  const largest = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
  const digits = powerOf(largest) - place + 1;
  if (digits <= (needsPower(largest) ? MOST_DIGITS_OF_POWERS : MOST_DIGITS)) {
    return { labels: values.map((value) => written(value, place, largest)), offset: '' };
  }
  const hundred = 10 ** (place + 2);
  const offset = Number((Math.floor(values[0] / hundred) * hundred).toPrecision(15));
  const rest = values.map((value) => Math.round((value - offset) / 10 ** place) * 10 ** place);
  const sign = offset < 0 ? '+' : '−';
  return { labels: rest.map((value) => written(value, place, rest[rest.length - 1])), offset: ` ${sign} ${Math.abs(offset)}` };
}

/** One number by itself, of at most about eight letters. */
export function numberLabel(value: number): string {
  const exact = String(value);
  if (exact.length <= 8 && !needsPower(Math.abs(value))) return exact.replace('-', '−');
  return written(value, powerOf(Math.abs(value)) - (needsPower(Math.abs(value)) ? 2 : 5), Math.abs(value));
}

function needsPower(size: number): boolean {
  return size > 0 && (size >= LARGE || size < SMALL);
}

/** The power of ten of a number's first digit. */
function powerOf(size: number): number {
  return size === 0 ? 0 : Math.floor(Math.log10(size) + 1e-12);
}

/** A number to a decimal place, without the noise of binary fractions; with a power of ten where the largest of its axis has one. */
function written(value: number, place: number, largest: number): string {
  if (!needsPower(Math.abs(largest))) return String(Number(value.toFixed(Math.min(100, Math.max(0, -place)))) + 0).replace('-', '−');
  const decimals = Math.min(100, powerOf(Math.abs(value)) - place);
  // Less than half of the last place.
  if (value === 0 || decimals < 0) return '0';
  const [digits, power] = value.toExponential(decimals).split('e');
  return `${Number(digits)}e${Number(power)}`.replaceAll('-', '−');
}
