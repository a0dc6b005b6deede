import { classesOf } from '../data/targets.ts';
import type { Prediction } from '../evaluation/predict.ts';
import { PITCH_CLASSES } from '../shared-data/theme.ts';
import type { ThemeTargets } from '../shared-data/theme.ts';
import { coordinate, svgDocument, text } from './svg.ts';

/** One panel: what was trained, and what it says. */
export interface Roll {
  readonly name: string;
  readonly prediction: Prediction;
  /** Whether the training knew a blank: its probability then stands above the pitch classes. */
  readonly hasBlank: boolean;
}

const ROW = 6;
const WIDTH = 430;
const LEFT = 34;
const GAP = 26;
const HEADER = 78;
const COLUMNS = 2;
/** A probability is drawn in so many shades; the lowest of them is left out. */
const SHADES = 6;
const NAMES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'];

/** Posteriors of one theme as piano rolls, a panel for each training; what should be there is outlined. */
export function drawPianoRolls(title: string, rolls: readonly Roll[], target: ThemeTargets): string {
  const perColumn = Math.ceil(rolls.length / COLUMNS);
  const panel = { width: LEFT + WIDTH + 16, height: (PITCH_CLASSES + 2) * ROW + GAP + 14 };
  const panels = rolls.map((roll, k) => {
    const x = LEFT + Math.floor(k / perColumn) * panel.width;
    return drawRoll(roll, target, x, HEADER + (k % perColumn) * panel.height + GAP);
  });
  const legend = [
    '<rect x="16" y="45" width="18" height="9" class="first"/>',
    text(40, 54, 'probability of a pitch class'),
    '<rect x="200" y="45" width="18" height="9" class="third"/>',
    text(224, 54, 'of the blank (CTC)'),
    '<rect x="340" y="45" width="18" height="9" class="second-line" stroke-width="1.2"/>',
    text(364, 54, 'the theme'),
    text(16, 72, 'Pitch classes upwards from C, frames to the right.', 'third'),
  ];
  const size = { width: Math.min(COLUMNS, rolls.length) * panel.width + 16, height: HEADER + perColumn * panel.height + 10 };
  return svgDocument(title, Math.max(size.width, 500), size.height, [text(16, 30, title, 'text title'), ...legend, ...panels]);
}

function drawRoll({ name, prediction, hasBlank }: Roll, target: ThemeTargets, x: number, y: number): string {
  const { frames, classes, withBlank } = prediction;
  const cell = WIDTH / frames;
  const top = y + 2 * ROW;
  const rowTop = (k: number): number => top + (PITCH_CLASSES - 1 - k) * ROW;
  const shown = hasBlank ? withBlank : classes;
  const columns = shown.length / frames;
  const parts = [text(x, y + 2, name, 'text name')];
  const inks = hasBlank ? [...NAMES.keys(), PITCH_CLASSES] : [...NAMES.keys()];
  for (const ink of ['first', 'third']) {
    const ofInk = inks.filter((k) => (k === PITCH_CLASSES) === (ink === 'third'));
    for (let shade = 1; shade <= SHADES; shade++) {
      const path = ofInk.flatMap((k) => {
        const rowY = k === PITCH_CLASSES ? y + ROW - 1 : rowTop(k);
        return runsWhere(frames, (n) => Math.round(SHADES * shown[n * columns + k]) === shade).map(
          ([from, to]) =>
            `M${coordinate(x + from * cell)} ${coordinate(rowY)}h${coordinate((to - from) * cell)}v${ROW}h${coordinate((from - to) * cell)}z`,
        );
      });
      if (path.length > 0) parts.push(`<path d="${path.join('')}" class="${ink}" fill-opacity="${coordinate(shade / SHADES)}"/>`);
    }
  }
  const sounding = classesOf(target.strong);
  const outlines = NAMES.flatMap((_, k) =>
    runsWhere(frames, (n) => sounding[n] === k).map(
      ([from, to]) =>
        `M${coordinate(x + from * cell)} ${rowTop(k)}h${coordinate((to - from) * cell)}v${ROW}h${coordinate((from - to) * cell)}z`,
    ),
  );
  parts.push(`<path d="${outlines.join('')}" class="second-line" stroke-width="1.2"/>`);
  parts.push(`<rect x="${x}" y="${top}" width="${WIDTH}" height="${PITCH_CLASSES * ROW}" class="faint-line" stroke-width="0.75"/>`);
  for (const k of [0, 4, 9]) parts.push(text(x - 6, rowTop(k) + ROW, NAMES[k], 'text', 'end'));
  return parts.join('\n');
}

/** Runs of frames where something holds, as [from, to). */
function runsWhere(frames: number, holds: (frame: number) => boolean): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (let n = 0; n < frames; n++) {
    if (!holds(n)) continue;
    const last = runs.at(-1);
    if (last?.[1] === n) last[1] = n + 1;
    else runs.push([n, n + 1]);
  }
  return runs;
}
