import type { Range } from '../base/index.ts';

/** A list of numbers that grows and shrinks at both ends in constant time, on average. */
export class ItemDeque {
  /** The items before those of `#back`, the first one last. */
  #front: number[] = [];
  #back: number[] = [];

  get length(): number {
    return this.#front.length + this.#back.length;
  }

  push(item: number): void {
    this.#back.push(item);
  }

  unshift(item: number): void {
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

  clone(): ItemDeque {
    const copy = new ItemDeque();
    copy.#front = [...this.#front];
    copy.#back = [...this.#back];
    return copy;
  }

  /** Keeps a span of the items. */
  keep({ from, to }: Range): void {
    this.#replace(this.#all().slice(from, to));
  }

  /** LSET. */
  set(index: bigint, item: number): void {
    const at = index < 0n ? BigInt(this.length) + index : index;
    if (at < 0n || at >= BigInt(this.length)) return;
    const place = Number(at);
    const inFront = this.#front.length;
    if (place < inFront) this.#front[inFront - 1 - place] = item;
    else this.#back[place - inFront] = item;
  }

  /** LINSERT. */
  insert(before: boolean, pivot: number, item: number): void {
    const all = this.#all();
    const at = all.indexOf(pivot);
    if (at < 0) return;
    all.splice(before ? at : at + 1, 0, item);
    this.#replace(all);
  }

  /** LREM. */
  remove(count: bigint, item: number): void {
    const all = this.#all();
    if (count < 0n) all.reverse();
    let left = count === 0n ? BigInt(all.length) : count < 0n ? -count : count;
    const kept = all.filter((each) => each !== item || left-- <= 0n);
    this.#replace(count < 0n ? kept.reverse() : kept);
  }

  #all(): number[] {
    return [...this.#front].reverse().concat(this.#back);
  }

  #replace(items: number[]): void {
    this.#front = [];
    this.#back = items;
  }

  /** Moves the border between the two halves: `count` items to the front. */
  #split(count: number): void {
    const all = this.#all();
    this.#front = all.slice(0, count).reverse();
    this.#back = all.slice(count);
  }
}
