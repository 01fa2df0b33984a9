import { jsonReply, type StandInReply } from '../route.ts';

export type ApiVersion = 'v1' | 'v2';

/** What the API refuses: a page beyond its window, too many ids, a value that it does not know. */
export class ApiRefusal extends Error {
  readonly kind: 'window' | 'invalid';

  constructor(kind: ApiRefusal['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Version 2 takes the window of the search engine for a fault of its own, as it really does. */
const statuses = { v1: { window: 403, invalid: 422 }, v2: { window: 500, invalid: 422 } } as const;

export function refusalReply(version: ApiVersion, { kind, message }: ApiRefusal): StandInReply {
  const status = statuses[version][kind];
  if (version === 'v1') return jsonReply(status, { error: message, status });
  const text = String(status);
  return jsonReply(status, { status: text, errors: [{ errorCode: text, message }] });
}
