import type { SupportCell } from './support-table.ts';
import { broadcastShapes } from '../arbitraries/tables.ts';

/** Where a backend says no to a request, and why. */
interface Refusals {
  readonly reason: string;
  readonly cells: readonly SupportCell[];
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
}

/** Which structures a group of refusals is about, as few words as will do. */
function describeWhere(cells: readonly SupportCell[]): string {
  const crossed = cells.filter(({ extra }) => extra === '');
  const parts: string[] = [];
  for (const [bands, group] of groupBy(
    broadcastShapes.filter((weights) => crossed.some((cell) => cell.weights === weights)),
    (weights) =>
      crossed
        .filter((cell) => cell.weights === weights)
        .map(({ band }) => (band ? 'band' : 'no band'))
        .join(),
  )) {
    const where = bands === 'no band,band' ? '' : bands === 'band' ? ' with a band' : ' without a band';
    parts.push(group.length === broadcastShapes.length ? `any weights${where}` : `weights ${group.join(' ')}${where}`);
  }
  return [...parts, ...cells.map(({ extra }) => extra).filter((extra) => extra !== '')].join('; ');
}

function describeRequest(cells: readonly SupportCell[]): string {
  const no = cells.filter(({ support }) => !support.supported);
  if (no.length === 0) return 'yes';
  const groups = [...groupBy(no, ({ support }) => (support.supported ? '' : support.reason))].map(([reason, group]): Refusals => ({
    reason,
    cells: group,
  }));
  return groups
    .map((group) =>
      group.cells.length === cells.length ? `no: ${group.reason}` : `yes, but not ${describeWhere(group.cells)}: ${group.reason}`,
    )
    .join(' | ');
}

/**
 * The table as stable text, a paragraph for each precision, kind of cost and minimum function, requests with the same answer on one
 * line: what a backend commits to a file, so that lost capability is a visible difference.
 *
 * @param table rows from `supportTable`
 *
 * @example
 * ```ts
 * import { renderSupportTable, supportTable } from '@rubato/conformance';
 * import { openReference } from '@rubato/core';
 * renderSupportTable(supportTable(openReference())).split('\n')[0]; // → 'float32, dense, softmin: everything'
 * ```
 */
export function renderSupportTable(table: readonly SupportCell[]): string {
  const lines: string[] = [];
  for (const [title, cells] of groupBy(table, ({ precision, costKind, minimum }) => `${precision}, ${costKind}, ${minimum}`)) {
    const answers = [...groupBy(cells, ({ request }) => request)].map(([request, group]) => ({ request, answer: describeRequest(group) }));
    const byAnswer = groupBy(answers, ({ answer }) => answer);
    if (byAnswer.size === 1) {
      const [answer] = byAnswer.keys();
      lines.push(`${title}: ${answer === 'yes' ? 'everything' : answer}`);
      continue;
    }
    lines.push(`${title}:`);
    for (const [answer, group] of byAnswer) lines.push(`  ${group.map(({ request }) => request).join(', ')}: ${answer}`);
  }
  return `${lines.join('\n')}\n`;
}
