import { keyName } from '../keyName.ts';
import { Keyspace } from '../keyspace.ts';
import type { Held, Value } from '../value.ts';

/** One database of a keyspace, as if it were all of it: what applies records to one applies them to this. */
export class DatabaseView extends Keyspace {
  readonly #whole: Keyspace;
  readonly #database: number;

  constructor(whole: Keyspace, database: number) {
    super();
    this.#whole = whole;
    this.#database = database;
  }

  override get(key: string): Held | undefined {
    return this.#whole.get(this.nameOf(key));
  }

  override set(key: string, value: Value, ttlMs: bigint, expireAtMs: bigint | null = null): void {
    this.#whole.set(this.nameOf(key), value, ttlMs, expireAtMs);
  }

  override delete(key: string): void {
    this.#whole.delete(this.nameOf(key));
  }

  /** The key's name in the whole. */
  nameOf(key: string): string {
    return keyName(key, this.#database);
  }
}

const views = new WeakMap<Keyspace, Map<number, DatabaseView>>();

/** The view of a database; the same one each time. */
export function databaseView(whole: Keyspace, database: number): DatabaseView {
  let known = views.get(whole);
  if (known === undefined) {
    known = new Map();
    views.set(whole, known);
  }
  let view = known.get(database);
  if (view === undefined) {
    view = new DatabaseView(whole, database);
    known.set(database, view);
  }
  return view;
}
