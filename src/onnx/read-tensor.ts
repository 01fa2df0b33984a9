import { entryField, sparseField, tensorField } from './fields.ts';
import type { WireCursor } from './wire.ts';

/** Name of a tensor and the file that holds its values, without looking at values it holds itself. */
export interface TensorPlace {
  readonly name: string;
  /** `undefined` where the values are in the model; empty where it says that they are elsewhere, but not where. */
  readonly externalFile: string | undefined;
}

export function readExternalFile(cursor: WireCursor): TensorPlace {
  let name = '';
  let externalFile: string | undefined;
  while (cursor.next()) {
    if (cursor.field === tensorField.name) name = cursor.text();
    else if (cursor.field === tensorField.external) {
      const { key, value } = readEntry(cursor.message());
      if (key === 'location') externalFile = value;
    } else if (cursor.field === tensorField.location && cursor.integer() === 1n) {
      externalFile ??= '';
    }
  }
  return { name, externalFile };
}

/** The two tensors that a sparse one is made of. */
export function readSparseTensor(cursor: WireCursor): readonly TensorPlace[] {
  const parts: TensorPlace[] = [];
  while (cursor.next()) {
    const { field } = cursor;
    if (field === sparseField.values || field === sparseField.indices) {
      parts.push(readExternalFile(cursor.message()));
    }
  }
  return parts;
}

function readEntry(cursor: WireCursor): { readonly key: string; readonly value: string } {
  let key = '';
  let value = '';
  while (cursor.next()) {
    if (cursor.field === entryField.key) key = cursor.text();
    else if (cursor.field === entryField.value) value = cursor.text();
  }
  return { key, value };
}
