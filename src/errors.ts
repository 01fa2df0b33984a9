/**
 * Every error thrown on purpose, one class per decision the caller can take.
 *
 * ```ts
 * try { await rebuild(recipe, options) } catch (error) {
 *   if (error instanceof Busy) return waitAndTryAgain()
 *   if (error instanceof OodforgeError) return show(error.message)
 *   throw error // a defect of ours
 * }
 * ```
 */
export abstract class OodforgeError extends Error {
  /** May the same call succeed later without a change of its input? */
  abstract readonly retryable: boolean;
  override get name(): string {
    return this.constructor.name;
  }
}

/** What the user gave cannot be used: a flag, a manifest, a source folder. Change it. */
export class InvalidInput extends OodforgeError {
  readonly retryable = false;
}

/** An image file that cannot be read as what it claims to be. Leave it out and say so. */
export class InvalidImage extends OodforgeError {
  readonly retryable = false;
  /** Machine-readable cause, such as `png-truncated`. */
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** A release does not have the form that a release has. Rebuild it or fetch it again. */
export class InvalidRelease extends OodforgeError {
  readonly retryable = false;
}

/** A file is no longer what it was when it was frozen or written. Fetch it or make it again. */
export class DamagedFile extends OodforgeError {
  readonly retryable = false;
}

/** Something stands where we were told to write. Choose another place or remove it. */
export class AlreadyExists extends OodforgeError {
  readonly retryable = false;
}

/** Another process is doing the same work. Wait for it. */
export class Busy extends OodforgeError {
  readonly retryable = true;
}

/** A source file is no longer what it was when first looked at. Let it settle, start again. */
export class SourceChanged extends OodforgeError {
  readonly retryable = true;
}

/** The disk refuses: full, read-only, no permission, gone. Mend that, start again. */
export class StorageFailure extends OodforgeError {
  readonly retryable = true;
}

/** A server does not give what it was asked for. Where it may later, wait and try again. */
export class RemoteFailure extends OodforgeError {
  readonly retryable: boolean;
  readonly url: string;
  /** How long the server asks to be left alone, in milliseconds; `undefined` where it does not. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: ErrorOptions & RemoteFailureFields) {
    super(message, options);
    this.url = options.url;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
  }
}

interface RemoteFailureFields {
  readonly url: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** A process that runs a model died, and died again. Give it less to do at once, or more memory. */
export class ScorerDied extends OodforgeError {
  readonly retryable = true;
}

/** The user or the system asked us to stop; the work done so far is kept. */
export class Interrupted extends OodforgeError {
  readonly retryable = true;
}
