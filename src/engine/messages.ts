/** What a thread is told. */
export interface Order {
  readonly module: string;
  readonly name: string;
  readonly items: readonly unknown[];
}

/** What it answers. */
export type Answer =
  | { readonly kind: 'done'; readonly results: readonly unknown[] }
  | { readonly kind: 'failed'; readonly error: CarriedError };

/** An error as plain data; its class is found again by name. */
export interface CarriedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}
