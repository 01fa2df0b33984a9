/**
 * Asks a server for JSON. Waiting, asking again and keeping within budgets are the caller's, as is
 * the bound on the size of an answer. Of keys that stand twice in one object the last counts, as
 * `JSON.parse` has it: what counts is checked, so the others cannot do harm.
 *
 * @throws {RemoteFailure} when there is no answer, its status is not 200 or it is not JSON
 */
export type AskJson = (url: string, options?: AskOptions) => Promise<JsonAnswer>;

export interface AskOptions {
  /** Status 404 is an answer too: its value is `undefined`. */
  readonly orNothing?: boolean | undefined;
}

export interface JsonAnswer {
  /** Not yet checked. */
  readonly value: unknown;
  /** Of the body as it was sent. */
  readonly bytes: number;
}
