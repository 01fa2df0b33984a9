/**
 * The part of the ONNX file format that is read or written here: field numbers by message.
 *
 * ```
 * Model     = ir-version producer-name producer-version graph opset* training* function*
 * Opset     = domain version
 * Graph     = node* name initialiser* input:Value* output:Value* sparse-initialiser*
 * Node      = input:text* output:text* name op-type attribute* domain
 * Attribute = name type (f i s | tensor | graph | floats ints strings | tensors* | graphs*)
 * Tensor    = dim* data-type name raw-data external:(key value)* location
 * Sparse    = values:Tensor indices:Tensor dim*
 * Value     = name type
 * Type      = tensor-type:(element-type shape) | other kinds
 * Shape     = dim:(value | parameter)*
 * Training  = initialisation:Graph algorithm:Graph
 * Function  = node*
 * ```
 * Source: ONNX, Intermediate Representation, IR versions 3 to 14. Numbers and names of fields are
 * facts of the format; unknown fields are skipped and copied as they are.
 */
export const modelField = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  graph: 7,
  opset: 8,
  training: 20,
  function: 25,
} as const;

export const opsetField = { domain: 1, version: 2 } as const;

export const graphField = {
  node: 1,
  name: 2,
  initialiser: 5,
  input: 11,
  output: 12,
  sparseInitialiser: 15,
} as const;

export const nodeField = {
  input: 1,
  output: 2,
  name: 3,
  opType: 4,
  attribute: 5,
  domain: 7,
} as const;

export const attributeField = {
  name: 1,
  float: 2,
  integer: 3,
  text: 4,
  tensor: 5,
  graph: 6,
  integers: 8,
  tensors: 10,
  graphs: 11,
  type: 20,
  sparseTensor: 22,
  sparseTensors: 23,
} as const;

/** What `type` of an attribute says. */
export const attributeType = { float: 1, integer: 2, text: 3, tensor: 4, integers: 7 } as const;

export const tensorField = {
  dim: 1,
  dataType: 2,
  name: 8,
  rawData: 9,
  external: 13,
  location: 14,
} as const;

export const sparseField = { values: 1, indices: 2 } as const;

export const entryField = { key: 1, value: 2 } as const;

export const valueField = { name: 1, type: 2 } as const;

export const typeField = { tensor: 1 } as const;

export const tensorTypeField = { elementType: 1, shape: 2 } as const;

export const shapeField = { dim: 1 } as const;

export const dimField = { value: 1, parameter: 2 } as const;

export const trainingField = { initialisation: 1, algorithm: 2 } as const;

export const functionField = { node: 7 } as const;
