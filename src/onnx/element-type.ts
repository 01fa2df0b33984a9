/** Element types by the number that a file gives them. Source: ONNX, TensorProto.DataType. */
const names = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
  'float8e8m0',
  'uint2',
  'int2',
] as const;

/** What the elements of a tensor are; `unknown` for a number that is none of these. */
export type ElementType = (typeof names)[number] | 'unknown';

export function elementTypeOf(number: bigint): ElementType {
  return names[Number(number)] ?? 'unknown';
}

export function numberOfElementType(type: Exclude<ElementType, 'unknown'>): number {
  return names.indexOf(type);
}
