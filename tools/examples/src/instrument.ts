/** A line that states its value: an expression statement, then the value as an expression. */
const stated = /^(?<indent>\s*)(?<expression>.*?);?\s*\/\/ → (?<value>.+)$/;

const statement = /^(const|let|var|import|export|return|if|for|while|switch|function|class|type|interface|throw|try)\b/;

export interface Instrumented {
  readonly code: string;
  /** How many values the example states. */
  readonly checks: number;
}

/**
 * Turns each `expression; // → value` into a call of `check(expression, value)`, and leaves all other lines, and their numbers,
 * as they are. @throws Error where the line is not an expression statement
 */
export function instrument(code: string): Instrumented {
  let checks = 0;
  const lines = code.split('\n').map((line, number) => {
    const match = stated.exec(line)?.groups;
    if (match === undefined) return line;
    const expression = match['expression'];
    if (expression === '' || statement.test(expression)) {
      throw new Error(`line ${number + 1}: a value may be stated behind a single-line expression statement only: ${line}`);
    }
    checks++;
    return `${match['indent']}globalThis.checkExample((${expression}), (${match['value']}), ${JSON.stringify(line.trim())});`;
  });
  return { code: lines.join('\n'), checks };
}
