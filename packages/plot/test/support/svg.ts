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
