import { graphField, modelField, tensorField } from '../../src/onnx/fields.ts';
import { colourModel } from './colour-model.ts';
import { bytesField, join, numberField, textField } from './wire.ts';

/** The model that tells colours apart, its weights in a file of that name. */
export function externalModel(location: string): Uint8Array {
  const entry = (key: string, value: string) =>
    bytesField(tensorField.external, join(textField(1, key), textField(2, value)));
  const tensor = join(
    ...[3n, 3n].map((dim) => numberField(tensorField.dim, dim)),
    numberField(tensorField.dataType, 1n),
    textField(tensorField.name, 'weights'),
    entry('location', location),
    numberField(tensorField.location, 1n),
  );
  const graph = bytesField(modelField.graph, bytesField(graphField.initialiser, tensor));
  return join(colourModel({ hasWeights: false }), graph);
}
