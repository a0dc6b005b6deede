import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { goldenFiles, runGolden } from '@rubato/conformance';
import type { Backend, Precision } from 'rubato';
import { presets } from 'rubato';
import type { FileReport, FileResult } from './file-result.ts';
import type { Json } from './methods/comparison.ts';
import { runMethod } from './methods/run-method.ts';

/** Runs every JSON file of a folder on a backend, in the order of names. */
export async function runFolder(folder: string, backend: Backend, precision: Precision): Promise<FileResult[]> {
  const results: FileResult[] = [];
  for (const fileName of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()) {
    const name = basename(fileName, '.json');
    const json = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as unknown;
    const report = await runFile(name, json, backend, precision);
    results.push(report === undefined ? { name, passed: 0, failed: 0, unsupported: casesOf(json).length } : resultOf(name, report));
  }
  return results;
}

/** A report on a file: problems are the kit's, the rest is the methods'; undefined where nobody knows it. */
async function runFile(name: string, json: unknown, backend: Backend, precision: Precision): Promise<FileReport | undefined> {
  const file = goldenFiles.find((known) => known === name);
  return file === undefined ? runMethod(name, casesOf(json), backend, precision) : runGolden(file, json, backend, precision, { presets });
}

function resultOf(name: string, report: FileReport): FileResult {
  return { name, passed: report.passed, failed: report.failed, unsupported: report.unsupported, report };
}

function casesOf(json: unknown): readonly Json[] {
  const cases = (json as { cases?: unknown } | null)?.cases;
  return Array.isArray(cases) ? (cases as Json[]) : [];
}
