import { PlotError } from '../errors.ts';
import { shown } from '../shown.ts';

/** White paper, dark paper, or what the reader's system prefers (`prefers-color-scheme`). */
export type Theme = 'light' | 'dark' | 'auto';

export const themes: readonly Theme[] = ['light', 'dark', 'auto'];

/** @throws PlotError for anything else */
export function checkTheme(theme: unknown): asserts theme is Theme {
  if (!themes.includes(theme as Theme)) throw new PlotError('theme', `is ${shown(theme)}`, `one of ${themes.join(', ')}`);
}

/** The look of every drawing: for each class what it paints, on light and on dark paper. */
const INKS: readonly (readonly [rule: string, light: string, dark: string])[] = [
  ['text{fill:', '#3d4450', '#c3cad6'],
  ['.title{fill:', '#14181f', '#f2f4f7'],
  ['.label{fill:', '#14181f', '#f2f4f7'],
  ['.subtitle{fill:', '#667085', '#98a2b3'],
  ['.paper{fill:', '#ffffff', '#12161d'],
  ['.empty{fill:', '#eaecf0', '#39414e'],
  ['.tick{stroke:', '#98a2b3', '#667085'],
  ['.frame{stroke:', '#98a2b3', '#667085'],
  ['.zero{stroke:', '#667085', '#98a2b3'],
  ['.grid{stroke:', '#eaecf0', '#262d38'],
  ['.link{stroke:', '#c5cbd5', '#3a4250'],
];

/** Lines and points in series, apart for colour-blind eyes too; their order is theirs in a legend. */
const SERIES: readonly (readonly [light: string, dark: string])[] = [
  ['#31688e', '#7fb8e0'],
  ['#c2410c', '#ff9a5c'],
  ['#15803d', '#5bd6a0'],
  ['#7c3aed', '#c4a7ff'],
  ['#a16207', '#eac54f'],
  ['#be185d', '#ff8fc0'],
];

/** How many series have a colour of their own. */
export const SERIES_COLOURS: number = SERIES.length;

const SHAPES = `text{font:12px "Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif}
.title{font-size:16px;font-weight:600}
.label{font-size:13px}
.tick,.grid,.link,.zero{fill:none}
.path,.line{fill:none;stroke-linejoin:round;stroke-linecap:round}
.line{stroke-width:1.75}
.dashed{stroke-dasharray:5 4}`;

function inks(paper: 'light' | 'dark'): readonly string[] {
  const own = INKS.map(([rule, light, dark]) => `${rule}${paper === 'light' ? light : dark}}`);
  const series = SERIES.flatMap(([light, dark], k) => {
    const colour = paper === 'light' ? light : dark;
    return [`.series-${k}{fill:${colour}}`, `.series-${k}-line{stroke:${colour}}`];
  });
  return [...own, ...series];
}

/** Rules that reach no other drawing of the same page, nor the page itself. */
function scoped(theme: Theme, rules: readonly string[]): string {
  return rules
    .flatMap((rule) => rule.split('\n'))
    .map((rule) => {
      const [selectors, body] = rule.split('{');
      return `${selectors
        .split(',')
        .map((selector) => `.${rootClass(theme)} ${selector}`)
        .join(',')}{${body}`;
    })
    .join('\n');
}

/** The class of a drawing's root element. */
export function rootClass(theme: Theme): string {
  return `rubato-${theme}`;
}

/** The content of a drawing's style element. */
export function styleOf(theme: Theme): string {
  const base = scoped(theme, [SHAPES, ...inks(theme === 'dark' ? 'dark' : 'light')]);
  return theme === 'auto' ? `${base}\n@media (prefers-color-scheme:dark){${scoped(theme, inks('dark'))}}` : base;
}
