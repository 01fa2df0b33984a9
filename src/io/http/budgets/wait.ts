import type { WindowName } from './windows.ts';

/** Why a request does not go yet, and how long. */
export interface Wait {
  readonly kind: 'wait';
  /** `host:port` */
  readonly host: string;
  readonly ms: number;
  readonly why: WaitReason;
}

export type WaitReason =
  /** The last request to this host has only just gone. */
  | { readonly kind: 'spacing' }
  /** The host asked to be left alone. */
  | { readonly kind: 'paused' }
  /** The budget of a window is used up. */
  | { readonly kind: 'budget'; readonly window: WindowName; readonly of: 'requests' | 'bytes' }
  /** An attempt failed; the next follows. */
  | { readonly kind: 'retry'; readonly after: string };

/** "waiting 312 s for the hour's budget of bytes of example.org:443" */
export function waitText({ host, ms, why }: Wait): string {
  const seconds = Math.ceil(ms / 1000);
  return `waiting ${seconds} s ${reasonText(why)} ${host}`;
}

function reasonText(why: WaitReason): string {
  if (why.kind === 'spacing') return 'between requests to';
  if (why.kind === 'paused') return 'as asked by';
  if (why.kind === 'budget') return `for the ${why.window}'s budget of ${why.of} of`;
  return `before trying again (${why.after}) with`;
}
