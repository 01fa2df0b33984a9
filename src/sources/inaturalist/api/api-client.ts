import { RemoteFailure } from '../../../errors.ts';
import { parseAs, z } from '../../../records/index.ts';
import type { SourceCost } from '../photo-source.ts';
import type { ApiAddress } from './api-address.ts';
import type { AskJson, AskOptions } from './ask-json.ts';
import { LeftOutList, type LeftOutReason } from './left-out.ts';

/** One page of an answer, its items not yet checked. */
export interface ApiPage {
  readonly url: string;
  readonly total: number;
  readonly items: readonly unknown[];
}

const pageSchema = z.object({
  total_results: z.int().min(0),
  results: z.array(z.unknown()),
});

/** Asks the API page by page, counts what that costs and what of it cannot be used. */
export class ApiClient {
  readonly address: ApiAddress;
  readonly leftOut = new LeftOutList();
  readonly #ask: AskJson;
  #cost: SourceCost = { requests: 0, bytes: 0 };

  constructor(address: ApiAddress, ask: AskJson) {
    this.address = address;
    this.#ask = ask;
  }

  get cost(): SourceCost {
    return this.#cost;
  }

  /**
   * @param most items that a page may have
   * @throws {RemoteFailure} when the answer has another form, or more than was asked for
   */
  async page(url: string, most: number): Promise<ApiPage> {
    return (await this.#page(url, most, {})) as ApiPage;
  }

  /** The same, `undefined` where the server says that there is no such thing. */
  async pageOrNothing(url: string, most: number): Promise<ApiPage | undefined> {
    return this.#page(url, most, { orNothing: true });
  }

  async #page(url: string, most: number, options: AskOptions): Promise<ApiPage | undefined> {
    // Counted before the answer is there: what fails costs too.
    this.#cost = { ...this.#cost, requests: this.#cost.requests + 1 };
    const { value, bytes } = await this.#ask(url, options);
    this.#cost = { ...this.#cost, bytes: this.#cost.bytes + bytes };
    if (options.orNothing === true && value === undefined) return undefined;
    const { total_results, results } = checked(url, value);
    if (results.length > most) throw wrongAnswer(url, `${results.length} results, not ${most}`);
    return { url, total: total_results, items: results };
  }

  /** Reads one item; one that cannot be read is left out, and `undefined` here. */
  read<T>(schema: z.ZodType<T>, item: unknown, place: ReadPlace): T | undefined {
    const result = schema.safeParse(item);
    if (result.success) return result.data;
    const { path, message } = result.error.issues[0] as z.core.$ZodIssue;
    const at = path.length > 0 ? ` at ${path.join('.').slice(0, 100)}` : '';
    this.leftOut.add(place.reason, `${message.slice(0, 200)}: ${idOf(item)} of ${place.url}${at}`);
    return undefined;
  }
}

interface ReadPlace {
  readonly reason: LeftOutReason;
  readonly url: string;
}

/** A server that answers, but not as the API does. */
export function wrongAnswer(url: string, what: string, cause?: unknown): RemoteFailure {
  const options = { url, retryable: false, ...(cause === undefined ? {} : { cause }) };
  return new RemoteFailure(`Not an answer of the API, ${what}: ${url}`, options);
}

function checked(url: string, value: unknown): z.infer<typeof pageSchema> {
  try {
    return parseAs(pageSchema, value, 'answer');
  } catch (cause) {
    throw wrongAnswer(url, (cause as Error).message, cause);
  }
}

function idOf(item: unknown): string {
  const id = (item as { readonly id?: unknown } | null | undefined)?.id;
  return typeof id === 'number' ? String(id) : 'item without id';
}
