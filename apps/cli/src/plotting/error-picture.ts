import { basename } from 'node:path';
import { drawErrors } from '@rubato/plot';
import { plural } from '../formats/quantities.ts';
import { type Draw, drawing } from './picture-request.ts';
import { loadTable, pairOf } from './table.ts';

/** Errors at events, as `rubato eval alignment --out errors.csv` writes them, or two columns: seconds, milliseconds. */
export const errorPicture: Draw = async ({ file, look, maxBytes }, environment) => {
  const table = await loadTable(file, environment, maxBytes);
  const [positions, milliseconds] = pairOf(table, ['position_seconds', 'error_milliseconds'], file).columns;
  return drawing(file, {}, environment, () =>
    drawErrors({ title: basename(file), subtitle: plural(positions.length, 'event'), ...look, positions, milliseconds }),
  );
};
