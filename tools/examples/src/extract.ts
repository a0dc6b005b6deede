import type { Example } from './example.ts';

const fence = /^(?<indent>[ \t]*)```(?<info>.*)$/;

/** The ```ts blocks of a Markdown text. */
export function extractFromMarkdown(text: string, file: string): Example[] {
  return extractFromLines(text.split(/\r?\n/), file);
}

/** The ```ts blocks inside the doc comments of a TypeScript text. */
export function extractFromTypeScript(text: string, file: string): Example[] {
  let inComment = false;
  // Lines outside comments become empty, so that the numbers stay.
  const lines = text.split(/\r?\n/).map((line) => {
    if (/^\s*\/\*\*/.test(line)) inComment = true;
    const content = inComment ? line.replace(/^\s*(\/\*\*|\*(?!\/))? ?/, '') : '';
    if (line.includes('*/')) inComment = false;
    return content;
  });
  return extractFromLines(lines, file);
}

function extractFromLines(lines: readonly string[], file: string): Example[] {
  const examples: Example[] = [];
  for (let i = 0; i < lines.length; i++) {
    const opening = fence.exec(lines[i])?.groups;
    if (opening === undefined) continue;
    const start = i + 1;
    const isEnd = (line: string): boolean => line.trim() === '```' || line.trim() === '*/';
    i = start;
    while (i < lines.length && !isEnd(lines[i])) i++;
    const [language, ...marks] = opening['info'].trim().split(/\s+/);
    if (i === lines.length || lines[i].trim() !== '```') throw new Error(`${file}:${start}: the code block has no end`);
    if (language !== 'ts') continue;
    const code = lines.slice(start, i).map((line) => (line.startsWith(opening['indent']) ? line.slice(opening['indent'].length) : line));
    examples.push({ place: `${file}:${start + 1}`, code: code.join('\n'), skipped: marks.includes('no-run') });
  }
  return examples;
}
