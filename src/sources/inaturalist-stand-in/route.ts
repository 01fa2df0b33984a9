import type { WorldIndex } from './world-index.ts';

/** Something that a stand-in answers. The first route that has an answer gives it. */
export interface Route {
  /** Which paths it may answer; its groups come with the request. */
  readonly path: RegExp;
  /** `undefined`: not its business after all. */
  answer(request: StandInRequest): StandInReply | undefined | Promise<StandInReply | undefined>;
}

export interface StandInRequest {
  readonly method: string;
  /** Where the server is, without a slash at the end. */
  readonly origin: string;
  readonly url: URL;
  /** What the groups of the route's path matched. */
  readonly groups: readonly string[];
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly world: WorldIndex;
}

export interface StandInReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export function jsonReply(status: number, value: unknown): StandInReply {
  return textReply(status, 'application/json; charset=utf-8', JSON.stringify(value));
}

export function textReply(status: number, type: string, text: string): StandInReply {
  return { status, headers: { 'content-type': type }, body: Buffer.from(text) };
}
