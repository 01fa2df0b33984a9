import { type ElementType, elementTypeOf } from './element-type.ts';
import { dimField, shapeField, tensorTypeField, typeField, valueField } from './fields.ts';
import type { Dimension, ModelTensor } from './model-summary.ts';
import type { WireCursor } from './wire.ts';

/** No runtime has a tensor of more axes. */
const mostAxes = 64;

/** Name, element type and shape of a graph's input or output. */
export function readValue(cursor: WireCursor): ModelTensor {
  let name = '';
  let type: TensorType = { elementType: 'unknown', dims: undefined };
  while (cursor.next()) {
    if (cursor.field === valueField.name) name = cursor.text();
    else if (cursor.field === valueField.type) type = readType(cursor.message());
  }
  return { name, ...type };
}

type TensorType = Omit<ModelTensor, 'name'>;

function readType(cursor: WireCursor): TensorType {
  let elementType: ElementType = 'unknown';
  let dims: readonly Dimension[] | undefined;
  while (cursor.next()) {
    if (cursor.field !== typeField.tensor) continue;
    const tensor = cursor.message();
    while (tensor.next()) {
      if (tensor.field === tensorTypeField.elementType) {
        elementType = elementTypeOf(tensor.integer());
      } else if (tensor.field === tensorTypeField.shape) dims = readShape(tensor.message());
    }
  }
  return { elementType, dims };
}

function readShape(cursor: WireCursor): readonly Dimension[] {
  const dims: Dimension[] = [];
  while (cursor.next()) {
    if (cursor.field !== shapeField.dim) continue;
    dims.push(readDim(cursor.message()));
    if (dims.length > mostAxes) cursor.refuse(`more than ${mostAxes} dimensions`);
  }
  return dims;
}

/** Exporters write 0 or -1, too, for a size that they do not know. */
function readDim(cursor: WireCursor): Dimension {
  let dim: Dimension;
  while (cursor.next()) {
    if (cursor.field === dimField.value) {
      const value = Number(cursor.integer());
      dim = value > 0 && Number.isSafeInteger(value) ? value : undefined;
    } else if (cursor.field === dimField.parameter) dim = cursor.text() || undefined;
  }
  return dim;
}
