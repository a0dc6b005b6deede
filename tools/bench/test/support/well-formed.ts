/** What is wrong with a piece of XML without comments and sections, or undefined. */
export function xmlFault(text: string): string | undefined {
  const open: string[] = [];
  let position = 0;
  for (const match of text.matchAll(/<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    const between = text.slice(position, match.index);
    if (/[<>]|&(?!amp;|lt;|gt;|quot;)/.test(between)) return `stray characters: ${between}`;
    position = match.index + match[0].length;
    const [, closes, name, attributes, empty] = match;
    if (/&(?!amp;|lt;|gt;|quot;)/.test(attributes)) return `stray & in ${match[0]}`;
    if (closes === '/') {
      if (open.pop() !== name) return `${match[0]} closes nothing`;
    } else if (empty === '') {
      open.push(name);
    }
  }
  if (open.length > 0) return `not closed: ${open.join(', ')}`;
  return text.slice(position).trim() === '' ? undefined : `after the end: ${text.slice(position)}`;
}
