import type { Range } from '../base/index.ts';

/**
 * A list's items: it grows and shrinks at both ends in constant time, on average. Positions and counts follow Redis's
 * index rules: negative ones count from the end.
 */
export class ItemDeque<T> {
  /** The items before those of `#back`, the first one last. */
  #front: T[] = [];
  #back: T[];

  /** Takes `items` over. */
  constructor(items: T[] = []) {
    this.#back = items;
  }

  get length(): number {
    return this.#front.length + this.#back.length;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let at = this.#front.length - 1; at >= 0; at--) yield this.#front[at] as T;
    yield* this.#back;
  }

  /** The item at a place from 0. */
  at(place: number): T | undefined {
    const inFront = this.#front.length;
    return place < inFront ? this.#front[inFront - 1 - place] : this.#back[place - inFront];
  }

  /** All items in order; borrowed, until the list changes. */
  all(): readonly T[] {
    if (this.#front.length > 0) this.#replace(this.#front.reverse().concat(this.#back));
    return this.#back;
  }

  push(item: T): void {
    this.#back.push(item);
  }

  unshift(item: T): void {
    this.#front.push(item);
  }

  shift(): void {
    if (this.#front.length === 0) this.#split(Math.ceil(this.#back.length / 2));
    this.#front.pop();
  }

  pop(): void {
    if (this.#back.length === 0) this.#split(Math.floor(this.#front.length / 2));
    this.#back.pop();
  }

  clone(): ItemDeque<T> {
    return new ItemDeque([...this.all()]);
  }

  /** Keeps a span of the items. */
  keep({ from, to }: Range): void {
    this.#replace(this.all().slice(from, to));
  }

  /** LSET. An index outside the list changes nothing. */
  set(index: bigint, item: T): void {
    const at = index < 0n ? BigInt(this.length) + index : index;
    if (at < 0n || at >= BigInt(this.length)) return;
    const place = Number(at);
    const inFront = this.#front.length;
    if (place < inFront) this.#front[inFront - 1 - place] = item;
    else this.#back[place - inFront] = item;
  }

  /** LINSERT before or after the first item that is the pivot; without one nothing changes. */
  insert(before: boolean, isPivot: (item: T) => boolean, item: T): void {
    const at = this.all().findIndex(isPivot);
    if (at >= 0) this.#back.splice(before ? at : at + 1, 0, item);
  }

  /** LREM: `count` > 0 from the head, < 0 from the tail, 0 all. */
  remove(count: bigint, isWanted: (item: T) => boolean): void {
    const order = count < 0n ? this.all().toReversed() : this.all();
    let left = count === 0n ? BigInt(order.length) : count < 0n ? -count : count;
    const kept = order.filter((each) => left <= 0n || !isWanted(each) || left-- <= 0n);
    this.#replace(count < 0n ? kept.reverse() : kept);
  }

  #replace(items: T[]): void {
    this.#front = [];
    this.#back = items;
  }

  /** Moves the border between the two halves: `count` items to the front. */
  #split(count: number): void {
    const all = this.all();
    this.#front = all.slice(0, count).reverse();
    this.#back = all.slice(count);
  }
}
