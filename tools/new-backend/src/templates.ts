import type { BackendNames } from './names.ts';

/** The new package's files but its `package.json`, by path. They compile, and the conformance suite runs and fails. */
export function templates({ name, camel, pascal }: BackendNames): Record<string, string> {
  return {
    'tsconfig.json': `{
  "extends": "../../tsconfig.base.json",
  "compilerOptions": { "rootDir": "src", "outDir": "dist", "tsBuildInfoFile": "dist/.tsbuildinfo" },
  "include": ["src"],
  "references": [{ "path": "../core" }]
}
`,
    'turbo.json': `{
  "extends": ["//"],
  "tags": ["part"]
}
`,
    'README.md': `# @rubato/backend-${name}

A backend for [Rubato](../../README.md). It computes nothing yet: it declines every problem and says so, and the conformance suite fails
until it does not.

\`\`\`ts
import { ${camel}Provider } from '@rubato/backend-${name}';
import { isUnavailable } from '@rubato/core';
const backend = await ${camel}Provider.open();
isUnavailable(backend); // → false
\`\`\`
`,
    'src/index.ts': `/** \`@rubato/backend-${name}\`: a backend for Rubato. */
export { ${camel}Provider } from './provider.ts';
`,
    'src/provider.ts': `import type { BackendProvider, OpenOptions } from '@rubato/core';
import { ${pascal}Backend } from './${name}-backend.ts';

/** Opens the backend. On a machine without the device it needs, \`open\` answers an \`Unavailable\` with the reason. */
export const ${camel}Provider: BackendProvider = Object.freeze({
  name: '${name}',
  open: (options: OpenOptions = {}) => Promise.resolve(new ${pascal}Backend(options)),
});
`,
    [`src/${name}-backend.ts`]: `import type { AlignmentProblem, AlignmentSolution, MemoryEstimate, OpenOptions, SolveRequest } from '@rubato/core';
import { BackendBase, inputBytes, outputBytes, UnsupportedError } from '@rubato/core';

/** A backend that declines everything. Take problems one kind at a time: the conformance suite says what is still missing. */
export class ${pascal}Backend extends BackendBase {
  constructor(options: OpenOptions) {
    super('${name}', options);
  }

  protected override declines(problem: AlignmentProblem, request: SolveRequest): string | undefined {
    return super.declines(problem, request) ?? 'it computes nothing yet';
  }

  override estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate {
    const output = outputBytes(problem, request);
    return { input: inputBytes(problem), output, scratch: 0, total: output, plan: 'full' };
  }

  // Yield the number of cells done every few thousand cells, so that an asynchronous solve can give way.
  // oxlint-disable-next-line eslint/require-yield -- there is nothing to yield yet
  protected override *work(): Generator<number, AlignmentSolution, void> {
    throw new UnsupportedError(this.name, 'it computes nothing yet');
  }
}
`,
    'test/conformance.test.ts': `import { describeBackend } from '@rubato/conformance/vitest';
import { ${camel}Provider } from '../src/index.ts';

describeBackend(${camel}Provider);
`,
  };
}
