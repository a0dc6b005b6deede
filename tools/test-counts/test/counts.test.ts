import { describe, expect, it } from 'vitest';
import { lostTests } from '../src/compare.ts';
import { countTests, totalOf } from '../src/count.ts';

const file = (name: string, status: string, ...tests: string[]) => ({
  name,
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

describe('countTests', () => {
  const counts = countTests(
    {
      testResults: [
        file('/home/packages/core/test/a.test.ts', 'passed', 'passed', 'passed', 'pending'),
        file('/home/packages/core/test/b.test.ts', 'failed', 'passed', 'failed', 'todo'),
        file('/home/apps/cli/test/c.test.ts', 'failed'),
      ],
    },
    '/home/',
  );

  it('counts by folder, and a file that never ran as a failure', () => {
    expect([...counts]).toEqual([
      ['apps/cli', { passed: 0, failed: 1, skipped: 0 }],
      ['packages/core', { passed: 3, failed: 1, skipped: 2 }],
    ]);
  });

  it('adds them up', () => {
    expect(totalOf(counts)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });
});

describe('lostTests', () => {
  const counts = new Map([['packages/core', { passed: 10, failed: 0, skipped: 1 }]]);

  it('accepts the same numbers, more tests passed and fewer skipped', () => {
    expect(lostTests(counts, { 'packages/core': { passed: 10, skipped: 1 } })).toEqual([]);
    expect(lostTests(counts, { 'packages/core': { passed: 8, skipped: 2 } })).toEqual([]);
  });

  it('complains of fewer passed and of more skipped', () => {
    expect(lostTests(counts, { 'packages/core': { passed: 11, skipped: 0 } })).toEqual([
      'packages/core: 10 tests passed, at least 11 are committed',
      'packages/core: 1 tests skipped, at most 0 are committed',
    ]);
  });

  it('complains of a folder that is gone, and of skipped tests nobody committed', () => {
    expect(lostTests(counts, { 'packages/io': { passed: 1, skipped: 0 } })).toEqual([
      'packages/io: 0 tests passed, at least 1 are committed',
      'packages/core: 1 tests skipped, and no count is committed',
    ]);
  });
});
