/** Longer lists of numbers and of other things are left out. */
const MOST_NUMBERS = 2;
const MOST_ITEMS = 8;
const MOST_LINE = 110;

/** A call with its options, as it would stand in JavaScript; what is long is `…`. */
export function callOf(name: string, options: object): string {
  return `${name}(${written(options, '', name.length + 1)})`;
}

function written(value: unknown, indent: string, before: number): string {
  if (typeof value === 'string') return `'${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
  if (typeof value === 'function') return String(value);
  if (ArrayBuffer.isView(value)) return '…';
  if (Array.isArray(value)) {
    const numbers = value.every((item) => typeof item === 'number');
    if (value.length > (numbers ? MOST_NUMBERS : MOST_ITEMS)) return '…';
    return block(
      '[',
      value.map((item) => ['', item] as const),
      ']',
      indent,
      before,
    );
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return block(
      '{ ',
      entries.map(([key, item]) => [`${key}: `, item] as const),
      ' }',
      indent,
      before,
    );
  }
  return String(value);
}

/** In one line where it fits. */
function block(
  open: string,
  items: readonly (readonly [key: string, item: unknown])[],
  close: string,
  indent: string,
  before: number,
): string {
  const line = `${open}${items.map(([key, item]) => key + written(item, '', 0)).join(', ')}${close}`;
  if (!line.includes('\n') && indent.length + before + line.length <= MOST_LINE) return line;
  const deeper = `${indent}  `;
  return [open.trim(), ...items.map(([key, item]) => `${deeper}${key}${written(item, deeper, key.length)},`), indent + close.trim()].join(
    '\n',
  );
}
