/** The base of every error that Rubato throws on purpose; `code` is stable across versions. */
export class RubatoError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** What `InvalidArgumentError` carries beside its message. */
export interface InvalidArgumentDetails {
  /** The argument, as a path: `cost.data`, `steps[2]`. */
  readonly argument: string;
  /** The first bad index, one number per axis; absent where the argument is not an array. */
  readonly index?: readonly number[];
  /** What was found. */
  readonly found: string;
  /** What would be right. */
  readonly expected: string;
}

/**
 * An argument that is wrong, with its name, the first bad index and what would be right.
 *
 * @example
 * ```ts
 * import { InvalidArgumentError } from '@rubato/core';
 * const error = new InvalidArgumentError({ argument: 'cost.data', index: [0, 2, 1], found: 'NaN', expected: 'a number' });
 * error.message; // → 'cost.data[0, 2, 1] is NaN; expected a number'
 * ```
 */
export class InvalidArgumentError extends RubatoError {
  readonly argument: string;
  readonly index: readonly number[] | undefined;
  readonly found: string;
  readonly expected: string;

  constructor(details: InvalidArgumentDetails) {
    const place = details.index === undefined ? details.argument : `${details.argument}[${details.index.join(', ')}]`;
    super('invalid-argument', `${place} is ${details.found}; expected ${details.expected}`);
    this.argument = details.argument;
    this.index = details.index;
    this.found = details.found;
    this.expected = details.expected;
  }
}

/** A backend, or a function of one minimum only, declines a problem or a request; `reason` says why. */
export class UnsupportedError extends RubatoError {
  readonly backend: string;
  readonly reason: string;

  constructor(backend: string, reason: string) {
    super('unsupported', `${backend} does not support this: ${reason}`);
    this.backend = backend;
    this.reason = reason;
  }
}

/** Work that does not fit in the memory allowed, refused before it starts. */
export class MemoryLimitError extends RubatoError {
  readonly bytesNeeded: number;
  readonly maximumBytes: number;

  constructor(what: string, bytesNeeded: number, maximumBytes: number) {
    super('memory-limit', `${what} needs ${bytesNeeded} bytes, the limit is ${maximumBytes} bytes`);
    this.bytesNeeded = bytesNeeded;
    this.maximumBytes = maximumBytes;
  }
}

/** A backend that this machine cannot open; `reason` says what is missing. */
export class UnavailableBackendError extends RubatoError {
  readonly backend: string;
  readonly reason: string;

  constructor(backend: string, reason: string) {
    super('unavailable-backend', `backend ${backend} is not available: ${reason}`);
    this.backend = backend;
    this.reason = reason;
  }
}

/** A backend was used after `dispose()`. */
export class DisposedError extends RubatoError {
  constructor(backend: string) {
    super('disposed', `backend ${backend} has been disposed of; open it again`);
  }
}

/** A backend's device is gone, with everything on it: open the backend again; `reason` says what happened. */
export class DeviceLostError extends RubatoError {
  readonly backend: string;
  readonly reason: string;

  constructor(backend: string, reason: string, options?: ErrorOptions) {
    super('device-lost', `backend ${backend} has lost its device: ${reason}; open it again`, options);
    this.backend = backend;
    this.reason = reason;
  }
}

/** A device ran out of memory during work that its limits allow; `reason` says at what. */
export class DeviceMemoryError extends RubatoError {
  readonly backend: string;
  readonly reason: string;

  constructor(backend: string, reason: string, options?: ErrorOptions) {
    super('device-memory', `the device of backend ${backend} is out of memory: ${reason}`, options);
    this.backend = backend;
    this.reason = reason;
  }
}
