/*
 * A set of numbers in one typed array: open addressing, at most half of it full. It is copied at memory speed and
 * costs a few bytes a number, where a Set takes dozens and is copied number by number.
 */

const FIRST_SLOTS = 8;
/** Added to a number in its slot, so that 0 is an empty one: no number comes near 2^32 but the one that means none. */
const SHIFT = 2;

/** Of whole numbers below 2^32 − 2, and 2^32 − 1. */
export class NumberSet {
  /** A power of two of slots. */
  #slots: Uint32Array;
  #size: number;

  constructor(slots: Uint32Array = new Uint32Array(FIRST_SLOTS), size = 0) {
    this.#slots = slots;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  add(number: number): void {
    if ((this.#size + 1) * 2 > this.#slots.length) this.#grow();
    const slots = this.#slots;
    const held = (number + SHIFT) >>> 0;
    const slot = slotOf(slots, held);
    if (slots[slot] === held) return;
    slots[slot] = held;
    this.#size++;
  }

  delete(number: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let empty = slotOf(slots, (number + SHIFT) >>> 0);
    if (slots[empty] === 0) return;
    this.#size--;
    slots[empty] = 0;
    // Those behind it that stand there only because their own place was taken move up.
    for (let slot = (empty + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const held = slots[slot] as number;
      const own = placeOf(held, mask);
      if (((slot - own) & mask) < ((slot - empty) & mask)) continue;
      slots[empty] = held;
      slots[slot] = 0;
      empty = slot;
    }
  }

  clone(): NumberSet {
    return new NumberSet(this.#slots.slice(), this.#size);
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    for (const held of this.#slots) if (held !== 0) slots[slotOf(slots, held)] = held;
    this.#slots = slots;
  }
}

/** Numbers that follow one another are spread: runs of taken slots would be long otherwise. */
function placeOf(held: number, mask: number): number {
  const mixed = Math.imul(held, 0x9e37_79b1);
  return (mixed ^ (mixed >>> 15)) & mask;
}

/** Where it stands, or the empty slot where it belongs. */
function slotOf(slots: Uint32Array, held: number): number {
  const mask = slots.length - 1;
  let slot = placeOf(held, mask);
  while (slots[slot] !== 0 && slots[slot] !== held) slot = (slot + 1) & mask;
  return slot;
}
