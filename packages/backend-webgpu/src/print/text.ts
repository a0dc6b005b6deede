/** A WGSL expression with how tightly its outermost operator binds. */
export interface Text {
  readonly text: string;
  readonly binding: Tightness;
}

export const loose = 0;
export const sum = 1;
export const product = 2;
export const atom = 3;
export type Tightness = typeof loose | typeof sum | typeof product | typeof atom;

/** The text of an operand, in parentheses where it binds less tightly than its place asks for. */
export const operand = (of: Text, place: Tightness): string => (of.binding < place ? `(${of.text})` : of.text);

export const call = (name: string, ...given: readonly Text[]): Text => ({
  text: `${name}(${given.map(({ text }) => text).join(', ')})`,
  binding: atom,
});

export const name = (text: string): Text => ({ text, binding: atom });

export const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
