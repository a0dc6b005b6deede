import { drawPosteriors, drawTargets } from '@rubato/plot';
import { classNames, loadSymbols } from '../decoding/symbols.ts';
import { loadPosteriors } from '../decoding/load-posteriors.ts';
import { UsageError } from '../errors.ts';
import { type Draw, drawing } from './picture-request.ts';

/** Posteriors, or targets, which are weights as they stand. */
export function classPicture(kind: 'posteriors' | 'targets'): Draw {
  return async (request, environment) => {
    const { file, look, form = 'probabilities', symbols, frameRate, item, maxBytes } = request;
    const choice = { form, lengths: undefined, item, blank: 'none', maxBytes } as const;
    const loaded = await loadPosteriors(file, choice, environment);
    if (loaded.items.length > 1) throw new UsageError(`${file} has ${loaded.items.length} items; choose one with --item 0`);
    const { classes, items } = loaded;
    const [{ matrix }] = items;
    const limits = maxBytes === undefined ? {} : { maxBytes };
    const named = symbols === undefined ? undefined : await loadSymbols(symbols, { classes, blank: 'none', ...limits }, environment);
    const shown = { ...look, classes: classNames(classes, 'none', named), ...(frameRate === undefined ? {} : { frameRate }) };
    return drawing(file, {}, environment, () =>
      kind === 'posteriors' ? drawPosteriors({ ...shown, posteriors: matrix }) : drawTargets({ ...shown, targets: matrix }),
    );
  };
}
