import { UsageError } from '../errors.ts';

/** How labels make words, as an option says it: all between two delimiters, or so many for each word of each item. */
export type WordOption = { readonly delimiter: string } | { readonly lengths: readonly (readonly number[])[] };

/**
 * `delimiter:|`, `delimiter:4`, or `lengths:3,4,2`, items apart by semicolons.
 *
 * @throws UsageError for anything else; whether the delimiter is a class and the lengths fit is judged with the labels
 */
export function parseWords(text: string): WordOption {
  const at = text.indexOf(':');
  const [kind, value] = [text.slice(0, at), text.slice(at + 1)];
  if (kind === 'delimiter' && value !== '') return { delimiter: value };
  if (kind === 'lengths' && /^[\s\d,;]+$/.test(value)) {
    return {
      lengths: value.split(';').map((item) =>
        item
          .split(/[\s,]+/)
          .filter((word) => word !== '')
          .map(Number),
      ),
    };
  }
  throw new UsageError(`--words is '${text}'; give delimiter:LABEL, or lengths:3,4,2 with the labels of each word`);
}
