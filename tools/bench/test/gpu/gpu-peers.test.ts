import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { smallCases } from '../../src/gpu/gpu-cases.ts';
import type { GpuPeers } from '../../src/gpu/gpu-report.ts';
import { peerCases } from '../../src/gpu/peer-cases.ts';
import { findPython, importableModules } from '../../src/python/find-python.ts';

const python = findPython(['torch']);
const absent = python === undefined || importableModules(python, ['torch']) < 1;
const folder = mkdtempSync(join(tmpdir(), 'rubato-gpu-peers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const script = fileURLToPath(new URL('../../python/gpu_peers.py', import.meta.url));

function run(cases: object): { readonly status: number | null; readonly stderr: string; readonly report: GpuPeers | undefined } {
  const [input, output] = [join(folder, 'cases.json'), join(folder, 'report.json')];
  rmSync(output, { force: true });
  writeFileSync(input, JSON.stringify(cases));
  const { status, stderr } = spawnSync(python!, [script, input, '--json', output, '--rounds', '1', '--device', 'cpu'], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', OMP_NUM_THREADS: '1' },
  });
  return { status, stderr, report: status === 0 ? (JSON.parse(readFileSync(output, 'utf8')) as GpuPeers) : undefined };
}

describe('the peers in PyTorch', () => {
  it.skipIf(absent)('answer as Rubato does, and measure every case', () => {
    const { status, stderr, report } = run(peerCases(smallCases));
    expect(status, stderr).toBe(0);
    expect(Object.keys(report!.differences)).toEqual(['ddtw value', 'ddtw gradient', 'ctc value', 'ctc gradient']);
    for (const [name, difference] of Object.entries(report!.differences)) expect(difference, name).toBeLessThan(1e-5);
    expect(report!.results.map(({ name }) => name)).toEqual(smallCases.map(({ name }) => name));
    for (const { milliseconds } of report!.results) expect(milliseconds).toBeGreaterThan(0);
  });

  it.skipIf(absent)('measure nothing where the answers differ', () => {
    const cases = peerCases([]) as { check: { softDtw: { gradient: number[] } } };
    cases.check.softDtw.gradient[3] += 0.01;
    const { status, stderr } = run(cases);
    expect(status).toBe(1);
    expect(stderr).toMatch(/answers differ from Rubato's: \{'ddtw gradient': 0\.0/);
  });
});
