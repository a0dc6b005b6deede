import { existsSync, readFileSync } from 'node:fs';
import type { TestContext } from 'vitest';

/**
 * Reads a golden file of `../shared`, from there and never copied. Without the file the test is skipped with a message, and with
 * REQUIRE_SHARED=1 it fails.
 */
export function readGolden(file: string, context: TestContext): unknown {
  const url = new URL(`../../../../../shared/golden/${file}.json`, import.meta.url);
  if (existsSync(url)) return JSON.parse(readFileSync(url, 'utf8'));
  const message = `../shared/golden/${file}.json is absent`;
  if (process.env['REQUIRE_SHARED'] === '1') throw new Error(`${message}, and required`);
  return context.skip(message);
}
