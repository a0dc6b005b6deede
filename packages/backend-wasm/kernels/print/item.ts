import { floatFields, wholeFields } from '../../src/strips/item-fields.ts';

/** The class of a strips' item, whose fields stand in the order that the host writes them in. */
export function printItem(): string {
  return `// Printed by kernels/print/item.ts from src/strips/item-fields.ts.
@unmanaged
export class Item {
${floatFields.map((name) => `  ${name}: f64;`).join('\n')}
${wholeFields.map((name) => `  ${name}: i32;`).join('\n')}
}
`;
}
