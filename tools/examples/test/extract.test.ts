import { describe, expect, it } from 'vitest';
import { extractFromMarkdown, extractFromTypeScript } from '../src/extract.ts';

const fence = '```';

describe('extractFromTypeScript', () => {
  it('takes the ts blocks of doc comments, without the stars, and knows their lines', () => {
    const text = [
      'const a = 1;',
      '/**',
      ' * One.',
      ' * @example',
      ` * ${fence}ts`,
      ' * if (a) {',
      ' *   b();',
      ' * }',
      ` * ${fence}`,
      ' */',
    ];
    expect(extractFromTypeScript(text.join('\n'), 'a.ts')).toEqual([{ place: 'a.ts:6', code: 'if (a) {\n  b();\n}', skipped: false }]);
  });

  it('passes over blocks of other languages and code outside comments', () => {
    const text = [`const fences = ['`, `${fence}ts`, `${fence}'];`, '/**', ` * ${fence}sh`, ' * ls', ` * ${fence}`, ' */'];
    expect(extractFromTypeScript(text.join('\n'), 'a.ts')).toEqual([]);
  });

  it('refuses a block without an end', () => {
    expect(() => extractFromTypeScript(`/**\n * ${fence}ts\n * a();\n */\n/** ${fence} */`, 'a.ts')).toThrow(
      'a.ts:2: the code block has no end',
    );
  });
});

describe('extractFromMarkdown', () => {
  it('takes ts blocks, indented ones too, and marks those that shall not run', () => {
    const text = `# Title\n\n${fence}ts no-run\na();\n${fence}\n\n- item\n\n  ${fence}ts\n  b();\n\n  c();\n  ${fence}\n`;
    expect(extractFromMarkdown(text, 'a.md')).toEqual([
      { place: 'a.md:4', code: 'a();', skipped: true },
      { place: 'a.md:10', code: 'b();\n\nc();', skipped: false },
    ]);
  });
});
