import { inflateSync } from 'node:zlib';

/** The elements of an SVG text, or an error where it is not well-formed: tags closed in order, attributes quoted, entities known. */
export function elementsOf(svg: string): readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[] {
  const open: string[] = [];
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  for (const [whole, closing, name, attributes, empty] of svg.matchAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|<[^>]*>?|&(?!amp;|lt;|gt;|quot;|#39;)/g,
  )) {
    if (name === undefined) throw new Error(`not well-formed: ${whole}`);
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`${name} closed out of order`);
      continue;
    }
    elements.push({
      name,
      attributes: Object.fromEntries([...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
    });
    if (empty === '') open.push(name);
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} not closed`);
  return elements;
}

/** Texts as they are drawn: of what is shortened the short one. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/g)].map(([, text]) => text);
}

/** Palette indices of the picture inside, rows from the top. */
export function pixelsOf(svg: string): { readonly width: number; readonly height: number; readonly indices: Uint8Array } {
  const png = Buffer.from(/base64,([^"]+)"/.exec(svg)![1], 'base64');
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const start = png.indexOf('IDAT') + 4;
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  const indices = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) indices.set(rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1)), y * width);
  return { width, height, indices };
}

/** The attributes of an element as numbers: x, y, width and height of a rectangle, say. */
export function numbersOf(attributes: Readonly<Record<string, string>>, ...keys: readonly string[]): number[] {
  return keys.map((key) => Number(attributes[key]));
}

/** An axis as it is drawn. */
export interface DrawnAxis {
  readonly title: string;
  /** Whether values run to the right. */
  readonly horizontal: boolean;
  /** The side of the box it stands at: its x or its y. */
  readonly edge: number;
  readonly labels: readonly string[];
  /** Where a label's mark stands along the axis. */
  at(label: string): number;
}

/** The axes of a drawing; an error where a label does not stand at its mark. */
export function axesOf(svg: string): readonly DrawnAxis[] {
  return [...svg.matchAll(/<g class="axis">(.*?)<\/g>/gs)].map(([, content]) => {
    const pattern = /<path d="M(\S+) ([^VH]+)([VH])[^"]+" class="tick"\/><text x="([^"]+)" y="([^"]+)"[^>]*>([^<]*)</g;
    const places = new Map<string, number>();
    let [horizontal, edge] = [false, NaN];
    for (const [, x, y, way, textX, textY, label] of content.matchAll(pattern)) {
      horizontal = way === 'V';
      edge = Number(horizontal ? y : x);
      const [along, text] = horizontal ? [Number(x), Number(textX)] : [Number(y), Number(textY) - 4];
      if (Math.abs(along - text) > 0.02) throw new Error(`${label} stands at ${text}, its mark at ${along}`);
      places.set(label, along);
    }
    const at = (label: string): number => {
      const place = places.get(label);
      if (place === undefined) throw new Error(`${label} is none of ${[...places.keys()].join(', ')}`);
      return place;
    };
    return { title: textsOf(content).at(-1)!, horizontal, edge, labels: [...places.keys()], at };
  });
}
