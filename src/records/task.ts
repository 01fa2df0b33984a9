/**
 * Work that another thread or machine can do: a function exported by a module, called once an item.
 *
 * Items, results and the context cross a boundary, so they are plain data. The function is
 * `(item: Item, context: Context) => Result | Promise<Result>`.
 */
export interface Task<Item, Result> {
  /** URL of the module. */
  readonly module: string;
  /** Name of the exported function. */
  readonly name: string;
  /** What every call gets besides its item. */
  readonly context: unknown;
  /** Never present: ties the types of items and results to the task. */
  readonly types?: (item: Item) => Result;
}

/** Carries out a task over items, in whatever order, and yields the results in batches. */
export type TaskRunner = <Item, Result>(
  task: Task<Item, Result>,
  items: Iterable<Item>,
) => AsyncIterable<readonly Result[]>;
