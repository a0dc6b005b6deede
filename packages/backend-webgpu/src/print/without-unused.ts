/** A declaration: a name, or '' for what always stays, and its text with the comments and attributes above it. */
interface Declaration {
  readonly name: string;
  readonly text: string;
}

const DECLARED = /^(?:fn|const|struct|var<(?:private|workgroup)>)\s+([A-Za-z_]\w*)/;
const BEGINS = /^(?:fn|const|struct|var|@|\/\/)/;
const CONTINUES = /^(?:@(?!.*\bvar\b)|\/\/)/;

/**
 * Leaves out functions, constants, structures and variables that `main` does not need, directly or through others; bindings stay.
 * Kernels that look at less of a structure than others are equal for more structures then, and compile once for all of these.
 *
 * @param code WGSL whose declarations begin at the beginning of a line, and nothing else there but `}`
 */
export function withoutUnused(code: string): string {
  const declarations = declarationsOf(code);
  const byName = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  const needed = new Set(declarations.filter(({ name }) => name === '' || name === 'main'));
  // The set grows while it is walked.
  for (const { text } of needed) {
    for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) {
      const found = byName.get(word);
      if (found !== undefined) needed.add(found);
    }
  }
  return declarations
    .filter((declaration) => needed.has(declaration))
    .map(({ text }) => text)
    .join('\n');
}

function declarationsOf(code: string): Declaration[] {
  const declarations: Declaration[] = [];
  let lines: string[] = [];
  let isOpen = false;
  const close = (): void => {
    if (lines.length === 0) return;
    const head = lines.find((line) => !CONTINUES.test(line)) ?? '';
    declarations.push({ name: DECLARED.exec(head)?.[1] ?? '', text: lines.join('\n') });
    lines = [];
  };
  for (const line of code.split('\n')) {
    if (line.trim() === '') continue;
    // A comment or an attribute begins the declaration that follows it.
    if (BEGINS.test(line) && !isOpen) close();
    lines.push(line);
    isOpen = CONTINUES.test(line);
  }
  close();
  return declarations;
}
