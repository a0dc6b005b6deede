/**
 * A value as one line of JSON: typed arrays as lists, numbers that are not finite as the texts `"inf"`, `"-inf"` and `"nan"`, as
 * `@rubato/io` has them. Texts stand as they are, whatever they say, which is why `encodeJson` is not used here.
 */
export function plainJson(value: unknown): string {
  return `${JSON.stringify(value, (_, member: unknown) => {
    if (ArrayBuffer.isView(member) && !(member instanceof DataView)) return Array.from(member as Int32Array | Float64Array, finite);
    return finite(member);
  })}\n`;
}

function finite(member: unknown): unknown {
  if (typeof member !== 'number' || Number.isFinite(member)) return member;
  return Number.isNaN(member) ? 'nan' : member > 0 ? 'inf' : '-inf';
}
