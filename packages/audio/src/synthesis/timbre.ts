import { checkNumber, checkOptions, refuse } from '../check.ts';

/** How an instrument of sums of sinusoids sounds. Plain data. */
export interface Timbre {
  /** Amplitudes of the partials, the first is the fundamental; 1 to 64 numbers of at least 0. Only their ratios count. */
  readonly partials: readonly number[];
  /** B of stiff strings: partial k has frequency `k·f·√(1 + B·k²)`. Default 0. */
  readonly inharmonicity?: number;
  /** Seconds in which a note rises, as half a cosine. Default 0.01. */
  readonly attack?: number;
  /** Seconds in which a partial of 440 Hz falls to 1/e while it is held. Default `Infinity`: it does not. */
  readonly decay?: number;
  /** How much faster high partials decay: those of frequency f in `decay·(440/f)^damping` seconds. Default 0.7. */
  readonly damping?: number;
  /** Seconds in which a note fades behind its end, as half a cosine. Default 0.05. */
  readonly release?: number;
  /** Each note is out of tune by a random amount up to so many cents. Default 0. */
  readonly detuning?: number;
  /** Peak of the noise of the stroke, relative to the note. Default 0. */
  readonly noise?: number;
  /** Seconds in which that noise falls to 1/e. Default 0.01. */
  readonly noiseDecay?: number;
}

export const timbreNames = ['piano', 'harpsichord', 'organ', 'strings'] as const;

/** An instrument by name. */
export type TimbreName = (typeof timbreNames)[number];

/**
 * Instruments to begin with: sketches that differ in spectrum, attack and decay, not imitations.
 *
 * @example
 * ```ts
 * import { timbres } from '@rubato/audio';
 * timbres.organ.decay; // → undefined
 * ```
 */
export const timbres: Readonly<Record<TimbreName, Timbre>> = {
  piano: {
    partials: [1, 0.6, 0.4, 0.3, 0.2, 0.14, 0.1, 0.07, 0.05, 0.035, 0.025, 0.018],
    inharmonicity: 4e-4,
    attack: 0.004,
    decay: 0.9,
    release: 0.08,
    detuning: 2,
    noise: 0.15,
    noiseDecay: 0.012,
  },
  harpsichord: {
    partials: [0.7, 1, 0.8, 0.75, 0.6, 0.5, 0.45, 0.35, 0.3, 0.25, 0.2, 0.16, 0.13, 0.1, 0.08, 0.06],
    inharmonicity: 5e-5,
    attack: 0.002,
    decay: 0.5,
    damping: 0.5,
    release: 0.03,
    detuning: 3,
    noise: 0.3,
    noiseDecay: 0.004,
  },
  organ: { partials: [1, 0.8, 0.35, 0.5, 0.1, 0.2, 0.05, 0.25], attack: 0.03, release: 0.06, detuning: 1 },
  strings: {
    partials: [1, 0.5, 0.35, 0.26, 0.2, 0.16, 0.14, 0.12, 0.1, 0.08, 0.06, 0.05],
    attack: 0.09,
    release: 0.15,
    detuning: 8,
    noise: 0.02,
    noiseDecay: 0.2,
  },
};

const MOST_PARTIALS = 64;

/** A timbre with all its numbers, and partials whose squares add up to 1. */
export type FullTimbre = Required<Timbre>;

const optionNames = ['partials', 'inharmonicity', 'attack', 'decay', 'damping', 'release', 'detuning', 'noise', 'noiseDecay'];

export function resolveTimbre(given: TimbreName | Timbre): FullTimbre {
  const name = timbreNames.find((known) => known === given);
  const timbre = name === undefined ? given : timbres[name];
  if (typeof timbre === 'string') return refuse('options.timbre', timbre, `a timbre, or one of ${timbreNames.join(', ')}`);
  const argument = 'options.timbre';
  checkOptions(timbre, optionNames, argument);
  const {
    inharmonicity = 0,
    attack = 0.01,
    decay = Infinity,
    damping = 0.7,
    release = 0.05,
    detuning = 0,
    noise = 0,
    noiseDecay = 0.01,
  } = timbre;
  return {
    partials: normalisePartials(`${argument}.partials`, timbre.partials),
    inharmonicity: checkNumber(`${argument}.inharmonicity`, inharmonicity, 0, 1),
    attack: checkNumber(`${argument}.attack`, attack, 0, 60),
    decay: checkNumber(`${argument}.decay`, decay, 1e-3, Infinity),
    damping: checkNumber(`${argument}.damping`, damping, 0, 10),
    release: checkNumber(`${argument}.release`, release, 0, 60),
    detuning: checkNumber(`${argument}.detuning`, detuning, 0, 1200),
    noise: checkNumber(`${argument}.noise`, noise, 0, 1e3),
    noiseDecay: checkNumber(`${argument}.noiseDecay`, noiseDecay, 1e-4, 60),
  };
}

function normalisePartials(argument: string, given: unknown): readonly number[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_PARTIALS) {
    return refuse(argument, given, `a list of 1 to ${MOST_PARTIALS} numbers`);
  }
  const partials = given.map((value: unknown, k) => checkNumber(argument, value, 0, 1e6, [k]));
  const norm = Math.hypot(...partials);
  if (norm === 0) refuse(argument, given, 'one number at least above 0');
  return partials.map((value) => value / norm);
}
