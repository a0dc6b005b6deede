import type { Outcome } from '../experiment.ts';
import { coordinate, svgDocument, text } from './svg.ts';

const COLUMNS = 4;
const PANEL = { width: 190, height: 96, left: 46, top: 26, right: 14, bottom: 34 };
const HEADER = 66;

/** Training and validation losses by epoch, a panel for each configuration with a scale of its own: the losses of two are not comparable. */
export function drawLossCurves(outcomes: readonly Outcome[]): string {
  const columns = Math.min(COLUMNS, outcomes.length);
  const cell = { width: PANEL.left + PANEL.width + PANEL.right, height: PANEL.top + PANEL.height + PANEL.bottom };
  const width = Math.max(16 + columns * cell.width, 420);
  const height = HEADER + Math.ceil(outcomes.length / columns) * cell.height;
  const panels = outcomes.map((outcome, k) =>
    drawPanel(outcome, PANEL.left + (k % columns) * cell.width, HEADER + PANEL.top + Math.floor(k / columns) * cell.height),
  );
  const legend = [
    '<path d="M16 50h18" class="first-line" stroke-width="1.5"/>',
    text(40, 54, 'training'),
    '<path d="M100 50h18" class="second-line" stroke-width="1.5"/>',
    text(124, 54, 'validation; the dot is the epoch whose weights are kept'),
  ];
  return svgDocument('Losses by epoch', width, height, [text(16, 30, 'Losses by epoch', 'text title'), ...legend, ...panels]);
}

function drawPanel({ configuration, state, scores }: Outcome, x: number, y: number): string {
  const { history, plateau } = state;
  const losses = history.flatMap(({ trainingLoss, validationLoss }) => [trainingLoss, validationLoss]).filter(Number.isFinite);
  // A training that diverged at once has no loss that could be drawn.
  const [least, most] = losses.length === 0 ? [0, 0] : [Math.min(...losses), Math.max(...losses)];
  const across = (epoch: number): number => x + (history.length < 2 ? 0 : ((epoch - 1) / (history.length - 1)) * PANEL.width);
  const up = (loss: number): number => y + PANEL.height * (most === least ? 0.5 : (most - loss) / (most - least));
  const curve = (of: readonly number[], classes: string): string => {
    const points = of.flatMap((loss, k) => (Number.isFinite(loss) ? [`${coordinate(across(k + 1))},${coordinate(up(loss))}`] : []));
    return `<polyline points="${points.join(' ')}" class="${classes}" stroke-width="1.5" stroke-linejoin="round"/>`;
  };
  const bottom = y + PANEL.height;
  const parts = [
    text(x, y - 10, scores.degeneracy === undefined ? configuration : `${configuration}: degenerate`, 'text name'),
    `<path d="M${x - 4} ${y}h4v${PANEL.height}h-4M${x} ${bottom}h${PANEL.width}" class="faint-line"/>`,
    text(x - 7, y + 4, shorten(most), 'text', 'end'),
    text(x - 7, bottom + 4, shorten(least), 'text', 'end'),
    text(x, bottom + 15, '1', 'text', 'middle'),
    text(x + PANEL.width, bottom + 15, String(history.length), 'text', 'middle'),
    text(x + PANEL.width / 2, bottom + 15, 'epoch', 'text', 'middle'),
    curve(
      history.map(({ trainingLoss }) => trainingLoss),
      'first-line',
    ),
    curve(
      history.map(({ validationLoss }) => validationLoss),
      'second-line',
    ),
  ];
  if (plateau.bestLoss !== null) {
    parts.push(`<circle cx="${coordinate(across(plateau.bestEpoch))}" cy="${coordinate(up(plateau.bestLoss))}" r="3" class="second"/>`);
  }
  return parts.join('\n');
}

function shorten(loss: number): string {
  return Math.abs(loss) >= 100 ? loss.toFixed(0) : loss.toPrecision(2).replace('-', '−');
}
