import { RemoteFailure } from '../../src/errors.ts';
import type { AskJson } from '../../src/sources/inaturalist/api/index.ts';

/** Asks without patience: what is not a good answer is an error at once. */
export const askJson: AskJson = async (url) => {
  const reply = await fetch(url, { redirect: 'error' });
  const text = await reply.text();
  if (reply.status !== 200) {
    throw new RemoteFailure(`Status ${reply.status}: ${url}`, { url, retryable: false });
  }
  try {
    return { value: JSON.parse(text), bytes: Buffer.byteLength(text) };
  } catch (cause) {
    throw new RemoteFailure(`Not JSON: ${url}`, { url, retryable: false, cause });
  }
};
