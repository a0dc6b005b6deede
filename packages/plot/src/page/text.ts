const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Whether XML 1.0 has no place for a character: control characters but tab and line ends, and two that are no characters. */
function isForbidden(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 0xfffe || code === 0xffff;
}

/** Text as XML holds it; characters that XML forbids, and halves of characters, become a replacement mark. */
export function escapeXml(text: string): string {
  const allowed = Array.from(text.toWellFormed(), (character) => (isForbidden(character) ? '\ufffd' : character)).join('');
  return allowed.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark]);
}

/** A coordinate with two decimals at most. */
export function coordinate(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** The size of most texts, in pixels. */
const SIZE = 12;
/** Widths at that size: nobody here knows the reader's font, so these are a little more than those of common ones. */
const [LETTER, CAPITAL, BROAD, IDEOGRAPH] = [6.8, 8.8, 11.5, 13];

function widthOfCharacter(character: string): number {
  const code = character.codePointAt(0)!;
  if (
    code >= 0x1100 &&
    /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Emoji}|[\u3000-\u303f\uff00-\uffef]/u.test(character)
  ) {
    return IDEOGRAPH;
  }
  if ('MWmw@%…—'.includes(character)) return BROAD;
  return /\p{Lu}/u.test(character) ? CAPITAL : LETTER;
}

/** How wide a text is drawn, about, in letters of a size. */
export function widthOf(text: string, size: number = SIZE): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return (width * size) / SIZE;
}

/** A text that is no wider than `room`, shortened in its middle, so that the ends of file names stay. */
export function fit(text: string, room: number, size: number = SIZE): string {
  if (widthOf(text, size) <= room) return text;
  const characters = Array.from(text);
  let left = 0;
  let right = characters.length;
  let free = room - widthOf('…', size);
  // In turn from the end and from the start, as long as there is room.
  while (left < right) {
    const fromEnd = characters.length - right <= left;
    const next = widthOf(characters[fromEnd ? right - 1 : left], size);
    if (next > free) break;
    free -= next;
    if (fromEnd) right--;
    else left++;
  }
  return `${characters.slice(0, left).join('')}…${characters.slice(right).join('')}`;
}

/** A text element that is no wider than `room`; what is shortened shows its full text to who points at it. */
export function drawText(attributes: string, text: string, room: number = Infinity, size: number = SIZE): string {
  const shown = fit(text, room, size);
  const whole = shown === text ? '' : `<title>${escapeXml(text)}</title>`;
  return `<text ${attributes}>${whole}${escapeXml(shown)}</text>`;
}
