import { excerpt } from './excerpt.ts';

/** What is wrong with the structure of a JSON text that parses. */
export interface StructureProblem {
  readonly problem: string;
  /** The index of the character where it is. */
  readonly index: number;
}

/**
 * Finds what `JSON.parse` lets pass: a key that stands twice in an object (the last one would win silently), and
 * nesting deeper than `mostDepth`, on which recursion would fail. One pass; expects a text that parses.
 */
export function findStructureProblem(text: string, mostDepth: number): StructureProblem | undefined {
  /** The keys of each open object, undefined for each open list. */
  const open: (Set<string> | undefined)[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (open.length === mostDepth) return { problem: `nested deeper than ${mostDepth} levels`, index: i };
      open.push(code === OPEN_BRACE ? new Set() : undefined);
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      open.pop();
    } else if (code === QUOTE) {
      const close = closingQuote(text, i);
      const keys = open.at(-1);
      if (keys !== undefined && isKey(text, close)) {
        const raw = text.slice(i, close + 1);
        const key: string = raw.includes('\\') ? JSON.parse(raw) : raw.slice(1, -1);
        if (keys.has(key)) return { problem: `the key ${excerpt(key)} stands twice in one object`, index: i };
        keys.add(key);
      }
      i = close;
    }
  }
  return undefined;
}

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

function closingQuote(text: string, open: number): number {
  let close = open + 1;
  while (close < text.length && text.charCodeAt(close) !== QUOTE) close += text.charCodeAt(close) === BACKSLASH ? 2 : 1;
  return close;
}

/** Whether a colon follows, which it does after keys only. */
function isKey(text: string, close: number): boolean {
  let at = close + 1;
  while (' \t\n\r'.includes(text[at] ?? 'end')) at++;
  return text.charCodeAt(at) === COLON;
}
