import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/report/environment.ts';
import { toMarkdown } from '../../src/report/markdown.ts';
import { performancePage } from '../../src/report/performance-page.ts';
import { parseReport } from '../../src/report/report.ts';
import { report } from '../support/report.ts';

/** The numbers of cells in the rows of each table: one number where the table is whole. */
function tableWidths(markdown: string): number[][] {
  return markdown
    .trim()
    .split('\n\n')
    .filter((part) => part.startsWith('|'))
    .map((part) => [...new Set(part.split('\n').map((line) => line.split('|').length))]);
}

describe('performancePage', () => {
  const page = performancePage(report);

  it('says how it was made, what was absent, and how to run it', () => {
    expect(page).toContain('no number in it was typed');
    expect(page).toContain('2026-01-02, commit abc1234, Node v24.0.0 (V8 13.6), Linux 6, Some CPU, 2 cores, 16 GB');
    expect(page).toContain('- torch CTC: absent. No module named torch');
    expect(page).toContain('npx pnpm bench:peers --write-docs');
    expect(page).toContain('](performance.svg)');
  });

  it("corrects the CTC column of the paper's Table VI", () => {
    expect(page).toMatch(/CTC column is no target/);
    expect(page).toMatch(/16 frames by 16 labels in every row/);
  });

  it('holds times, ratios, memory and the limit', () => {
    expect(page).toContain('| soft-dtw 1024x1024 | 5.00 | 60.0 |');
    expect(page).toContain('| soft-dtw 1024x1024 | 12.0 × (11.0 to 13.0) |');
    expect(page).toContain('| soft-dtw 1024x1024 | wasm | 67.1 | 152 | 50.0 |');
    expect(page).toContain('2.50 ×');
    expect(page).toContain('| dtw <path> | 3.00 |');
  });

  it('has whole tables, and no numbers that are none', () => {
    const widths = tableWidths(page);
    expect(widths.length).toBeGreaterThan(5);
    for (const width of widths) expect(width).toHaveLength(1);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('leaves out what was not measured', () => {
    const bare = performancePage({ ...report, memory: [], rates: [], absent: [] });
    for (const heading of ['## Memory', "## The processor's limit", 'Not measured in this run']) expect(bare).not.toContain(heading);
  });
});

describe('toMarkdown', () => {
  it('prints everything, failures last', () => {
    const text = toMarkdown({ ...report, failed: { 'soft-dtw 1x1': 'values differ by 1' } });
    expect(text).toContain('| soft-dtw 1024x1024 | wasm | forward + backward | 7 | 5.00 | 4.50 to 6.00 | 5.00 | 1.0e-7 | 2.0e-6 |');
    expect(text.endsWith('FAILED soft-dtw 1x1: values differ by 1')).toBe(true);
    for (const width of tableWidths(text)) expect(width).toHaveLength(1);
  });
});

describe('parseReport', () => {
  it('reads what was written, and nothing else', () => {
    expect(parseReport(JSON.stringify(report))).toEqual(report);
    expect(() => parseReport('{"rubatoBench":1}')).toThrow(/no report of this version/);
  });
});

describe('readEnvironment', () => {
  it('names Node, the processor and the commit', () => {
    const environment = readEnvironment(false);
    expect(environment).toMatchObject({ node: process.version, pinned: false });
    expect(environment.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(environment.commit).toMatch(/^([0-9a-f]{7,}\+?|unknown)$/);
    expect(environment.cores).toBeGreaterThan(0);
  });
});
