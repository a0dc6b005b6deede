/** A colour on white and on black paper. */
interface Ink {
  readonly light: string;
  readonly dark: string;
}

/** The inks of all pictures, by the class names that take them. */
const INKS = {
  paper: { light: '#ffffff', dark: '#12161d' },
  text: { light: '#2b313b', dark: '#d5dae3' },
  faint: { light: '#98a2b3', dark: '#667085' },
  first: { light: '#2563eb', dark: '#7aa5ff' },
  second: { light: '#c2410c', dark: '#ff9a5c' },
  third: { light: '#667085', dark: '#98a2b3' },
} as const satisfies Record<string, Ink>;

const FONT = '"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif';

/** Rules for one kind of paper: `NAME` fills with an ink, `NAME-line` draws with it. */
function rulesFor(paper: keyof Ink): string {
  const rules = Object.entries(INKS).map(([name, ink]) => `.${name}{fill:${ink[paper]}}.${name}-line{stroke:${ink[paper]};fill:none}`);
  return rules.join('\n');
}

/** A whole picture, readable on light and on dark pages: it has paper of its own. */
export function svgDocument(title: string, width: number, height: number, content: readonly string[]): string {
  const size = `width="${coordinate(width)}" height="${coordinate(height)}" viewBox="0 0 ${coordinate(width)} ${coordinate(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>text{font:11px ${FONT}}.title{font-size:15px;font-weight:600}.name{font-size:12px;font-weight:600}`,
    rulesFor('light'),
    `@media (prefers-color-scheme:dark){${rulesFor('dark')}}`,
    `</style>`,
    `<rect width="100%" height="100%" class="paper"/>`,
    ...content,
    '</svg>\n',
  ].join('\n');
}

export function text(x: number, y: number, content: string, classes = 'text', anchor: 'start' | 'middle' | 'end' = 'start'): string {
  const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${coordinate(x)}" y="${coordinate(y)}" class="${classes}"${place}>${escapeXml(content)}</text>`;
}

/** At most two digits behind the point: a hundredth of a pixel is seen by nobody. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escapeXml(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
