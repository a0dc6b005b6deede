import { expect, it } from 'vitest';
import { undeclaredImports } from '../src/undeclared.ts';

const manifest = { name: '@rubato/core', dependencies: { '@rubato/costs': '1.0.0' }, peerDependencies: { vitest: '*' } };

it('finds imports, exports and dynamic imports that the manifest does not declare', () => {
  const code = `import a from 'a';\nexport * from "@scope/b/deep";\nconst c = await import('c');\nimport 'd/e';\nimport type { f } from 'f';`;
  expect(undeclaredImports(code, manifest)).toEqual(['@scope/b', 'a', 'c', 'd', 'f']);
});

it('is content with what is declared, with relative files, with Node, with itself, and with comments', () => {
  const code = `/** import 'x' */\n  // import 'y'\nimport '@rubato/costs';\nimport 'vitest/node';\nimport './z.js';\nimport 'node:fs';\nimport 'fs';\nimport '@rubato/core';`;
  expect(undeclaredImports(code, manifest)).toEqual([]);
});

it('does not take other words for imports', () => {
  expect(undeclaredImports(`const names = ['from', 'to']; checkOptions(options, ['import', 'x']);`, manifest)).toEqual([]);
});
