import type { Box } from './axis.ts';
import { coordinate, drawText, escapeXml } from './text.ts';
import { checkTheme, rootClass, styleOf, type Theme } from './theme.ts';

/** What all pictures take. */
export interface PictureOptions {
  readonly title?: string;
  /** A line of facts below the title. */
  readonly subtitle?: string;
  /** Default: auto. */
  readonly theme?: Theme;
}

/** A drawing before it is text. */
export interface Page {
  readonly title: string;
  readonly subtitle: string;
  /** What the drawing is, for those who hear it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme | undefined;
  readonly content: readonly string[];
}

/** Where pictures begin below title and subtitle. */
export const HEADER = 68;

const MARGIN = 16;
/** The title's letters have 16 pixels, and are bold. */
const TITLE_SIZE = 17;

/** A whole SVG file with paper, title and subtitle. */
export function drawPage({ title, subtitle, description, width, height, theme = 'auto', content }: Page): string {
  checkTheme(theme);
  const size = `width="${coordinate(width)}" height="${coordinate(height)}" viewBox="0 0 ${coordinate(width)} ${coordinate(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" class="${rootClass(theme)}">`,
    `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc><style>${styleOf(theme)}</style>`,
    `<rect width="${coordinate(width)}" height="${coordinate(height)}" class="paper"/>`,
    drawText(`x="${MARGIN}" y="28" class="title"`, title, width - 2 * MARGIN, TITLE_SIZE),
    ...(subtitle === '' ? [] : [drawText(`x="${MARGIN}" y="47" class="subtitle"`, subtitle, width - 2 * MARGIN)]),
    ...content,
    '</svg>\n',
  ].join('\n');
}

/** The line below the title: what there is to say, side by side. */
export function factsOf(...facts: readonly (string | undefined)[]): string {
  return facts.filter((fact) => fact !== undefined && fact !== '').join(' · ');
}

/** A box as attributes. */
export function boxOf({ x, y, width, height }: Box): string {
  return `x="${coordinate(x)}" y="${coordinate(y)}" width="${coordinate(width)}" height="${coordinate(height)}"`;
}

/** An embedded picture that fills a box, what it leaves transparent grey, and a frame around it. */
export function drawImage(href: string, box: Box): string {
  const image = `<image ${boxOf(box)} preserveAspectRatio="none" image-rendering="optimizeSpeed" href="${href}"/>`;
  return `<rect ${boxOf(box)} class="empty"/>\n${image}`;
}

export function drawFrame(box: Box): string {
  return `<rect ${boxOf(box)} class="frame" fill="none"/>`;
}

/** How many marks a side holds without crowding. */
export function room(length: number, each: number): number {
  return Math.max(3, Math.floor(length / each));
}
