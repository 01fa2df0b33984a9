import type { ImageClass } from '../../records/index.ts';

/** The classes of a model in the order of its outputs, as far as they are known. */
export interface ClassPlaces {
  /** Places in the output that are right for an image of that class; none where it is no class. */
  placesOf(truth: Pick<ImageClass, 'member' | 'wnid'>): readonly number[];
  /** The place of a class by its name; undefined where the model has none such. */
  placeOfName(name: string): number | undefined;
}

export interface ListedClass {
  readonly label: string;
  readonly wnid?: string | undefined;
}

/**
 * @param members in the order of the class list
 * @param offset output at which the first member stands: 1 where output 0 is background
 */
export function classPlaces(
  members: readonly ListedClass[],
  { offset = 0 }: { readonly offset?: number | undefined } = {},
): ClassPlaces {
  const byWnid = new Map<string, number>();
  const byName = new Map<string, number>();
  for (const [place, { label, wnid }] of members.entries()) {
    if (wnid !== undefined) byWnid.set(wnid, place + offset);
    byName.set(label, place + offset);
  }
  return {
    placesOf({ wnid, member }) {
      const place = (wnid === undefined ? undefined : byWnid.get(wnid)) ?? byName.get(member);
      return place === undefined ? [] : [place];
    },
    placeOfName: (name) => byName.get(name),
  };
}
