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
