import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { instrument } from '../src/instrument.ts';
import { createStage, runExample, typeCheck } from '../src/stage.ts';

const stage = createStage();
afterAll(() => rmSync(stage, { recursive: true, force: true }));

describe('instrument', () => {
  it('turns stated values into checks and leaves the lines where they are', () => {
    expect(instrument('const a = 1;\n\na; // → 1\n')).toEqual({
      code: 'const a = 1;\n\nglobalThis.checkExample((a), (1), "a; // → 1");\n',
      checks: 1,
    });
  });

  it('refuses a value behind anything but an expression', () => {
    expect(() => instrument('f();\nconst a = 1; // → 1')).toThrow(
      'line 2: a value may be stated behind a single-line expression statement only',
    );
    expect(() => instrument('// → 1')).toThrow('line 1');
  });
});

describe('runExample', () => {
  it('passes an example whose values are right, and sees the packages', async () => {
    const { status, output } = await runExample(
      stage,
      `import * as core from '@rubato/core';\ntypeof core; // → 'object'\nawait Promise.resolve(0.1 + 0.2); // → 0.3`,
    );
    expect(status, output).toBe(0);
  });

  it.each([
    ['a wrong value', '1 + 1; // → 3', 'the value is 2, the example says 3'],
    ['an exception', `throw new Error('no such luck');`, 'no such luck'],
    ['a rejection nobody handles', `void Promise.reject(new Error('late'));`, 'late'],
    ['a check that is never reached', `if (Date.now() < 0) {\n  1; // → 1\n}`, '0 of 1 stated values were reached'],
    ['an import that is not there', `import '@rubato/no-such-package';`, '@rubato/no-such-package'],
  ])('fails on %s', async (_, code, message) => {
    const { status, output } = await runExample(stage, code);
    expect(output).toContain(message);
    expect(status).not.toBe(0);
  });
});

describe('typeCheck', () => {
  it('accepts what is sound and names what is not', async () => {
    expect((await typeCheck(stage, ['const a: number = 1;\na; // → 1'])).status).toBe(0);
    const { status, output } = await typeCheck(stage, ['export const a = 1;', `const a: number = 'one';\na;`]);
    expect(output).toContain('example-1.ts(1,7)');
    expect(status).not.toBe(0);
  });
});
