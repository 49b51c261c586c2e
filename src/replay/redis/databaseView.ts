import type { Bytes, FarBytes } from '../farBytes.ts';
import { keyName } from '../keyName.ts';
import { AnyKeyspace } from '../keyspace.ts';
import type { Held, Value } from '../value.ts';

/** One database of a keyspace, as if it were all of it: what applies records to one applies them to this. */
export class DatabaseView extends AnyKeyspace {
  readonly #whole: AnyKeyspace;
  readonly #database: number;

  constructor(whole: AnyKeyspace, database: number) {
    super();
    this.#whole = whole;
    this.#database = database;
  }

  override keep(bytes: Uint8Array): Bytes {
    return this.#whole.keep(bytes);
  }

  override keepVector(name: Uint8Array, vector: Uint32Array, between: number): Uint32Array | FarBytes {
    return this.#whole.keepVector(name, vector, between);
  }

  override get(key: string): Held<Bytes> | undefined {
    return this.#whole.get(this.nameOf(key));
  }

  override set(key: string, value: Value<Bytes>, ttlMs: bigint, expireAtMs: bigint | null = null): void {
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

const views = new WeakMap<AnyKeyspace, Map<number, DatabaseView>>();

/** The view of a database; the same one each time. */
export function databaseView(whole: AnyKeyspace, database: number): DatabaseView {
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
