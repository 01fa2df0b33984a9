import { ApiRefusal } from './api-refusal.ts';

/** What of a record is asked for, by key; `true`: only what it always has. */
export type Fields = { readonly [key: string]: Fields } | true;

/** What version 2 knows of each kind of record: what it always tells, what is hidden, what is inside. */
interface Kind {
  readonly always: readonly string[];
  readonly never?: readonly string[];
  readonly inside?: Readonly<Record<string, string>>;
}

const plain: Kind = { always: [] };
const kinds: Readonly<Record<string, Kind>> = {
  observation: {
    always: ['uuid'],
    inside: {
      taxon: 'taxon',
      user: 'user',
      photos: 'photo',
      observation_photos: 'observationPhoto',
    },
  },
  observationPhoto: { always: ['id'], inside: { photo: 'photo' } },
  photo: { always: ['id'], inside: { flags: 'flag' } },
  flag: { always: ['id'] },
  user: { always: ['id'] },
  taxon: { always: ['id'], never: ['names'], inside: { ancestors: 'taxon', children: 'taxon' } },
  taxonCount: { always: ['taxon', 'count'], inside: { taxon: 'taxon' } },
};

/**
 * Reads `fields`: a list of paths (`id,taxon.name`), or RISON (`(id:!t,taxon:(name:!t))`).
 *
 * @throws {ApiRefusal} when it is neither
 */
export function parseFields(text: string): Fields {
  if (text === '') return true;
  if (/^[a-z_.]+(,[a-z_.]+)*$/.test(text)) return fromPaths(text.split(','));
  const rison = new RisonReader(text);
  const fields = rison.object();
  if (!rison.isAtEnd()) throw new ApiRefusal('invalid', 'invalid fields parameter');
  return fields;
}

/** What is left of a record: what was asked for, and what is always told. */
export function selectFields(value: unknown, fields: Fields, kind: string): unknown {
  if (Array.isArray(value)) return value.map((item) => selectFields(item, fields, kind));
  if (typeof value !== 'object' || value === null) return value;
  const { always, never = [], inside = {} } = kinds[kind] ?? plain;
  const asked = fields === true ? {} : fields;
  const isWhole = 'all' in asked;
  const keys = isWhole ? Object.keys(value) : [...always, ...Object.keys(asked)];
  return Object.fromEntries(
    [...new Set(keys)]
      .filter((key) => key in value && !never.includes(key))
      .map((key) => {
        const below = isWhole ? asked : (asked[key] ?? true);
        return [
          key,
          selectFields((value as Record<string, unknown>)[key], below, inside[key] ?? ''),
        ];
      }),
  );
}

function fromPaths(paths: readonly string[]): Fields {
  const first = Map.groupBy(paths, (path) => path.split('.')[0] as string);
  return Object.fromEntries(
    [...first].map(([key, same]) => {
      const below = same
        .filter((path) => path.length > key.length)
        .map((path) => path.slice(key.length + 1));
      return [key, below.length === 0 ? true : fromPaths(below)];
    }),
  );
}

/** Of RISON what a selection needs: objects, words and `!t`. */
class RisonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  object(): Fields {
    this.#expect('(');
    const entries: [string, Fields][] = [];
    while (this.#text[this.#at] !== ')') {
      if (entries.length > 0) this.#expect(',');
      const key = this.#word();
      this.#expect(':');
      entries.push([key, this.#text[this.#at] === '(' ? this.object() : this.#yes()]);
    }
    this.#expect(')');
    return Object.fromEntries(entries);
  }

  #yes(): true {
    if (this.#text[this.#at] === '!') {
      this.#expect('!');
      this.#expect('t');
    } else this.#word();
    return true;
  }

  #word(): string {
    const word = /^[a-z_]+/.exec(this.#text.slice(this.#at))?.[0];
    if (word === undefined) throw new ApiRefusal('invalid', 'invalid fields parameter');
    this.#at += word.length;
    return word;
  }

  #expect(sign: string): void {
    if (this.#text[this.#at] !== sign) throw new ApiRefusal('invalid', 'invalid fields parameter');
    this.#at++;
  }
}
