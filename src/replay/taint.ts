/*
 * How far the state of a key can be trusted after something was lost. A loss may have held any record of any key, so
 * every state in it becomes doubtful at once; a record that fixes its key's whole state ends the doubt. What each type
 * of record does is said, with the reason, in KEY_EFFECTS.
 *
 *   exact    nothing that could have changed the key is missing, as far as the bytes tell
 *   stale    its state was exact before a loss; what was lost may have changed it since
 *   unknown  no exact state is known: it was first seen behind a loss, or its snapshot is broken
 */
import type { KeyId } from '../base/index.ts';

export const Taint = { exact: 0, stale: 1, unknown: 2 } as const;
export type Taint = (typeof Taint)[keyof typeof Taint];

/** The taint of every key while records go by. A loss costs nothing, however many keys there are. */
export class TaintLedger {
  readonly #taint: Uint8Array;
  /** How many losses there had been when the taint was written down. */
  readonly #epoch: Uint32Array;
  /** Whether a state of the key has ever been seen. */
  readonly #seen: Uint8Array;
  #losses = 0;

  constructor(keys: number) {
    this.#taint = new Uint8Array(keys);
    this.#epoch = new Uint32Array(keys);
    this.#seen = new Uint8Array(keys);
  }

  /** How many keys it is for. */
  get size(): number {
    return this.#taint.length;
  }

  of(key: KeyId): Taint {
    const taint = this.#taint[key] as Taint;
    if (this.#epoch[key] === this.#losses || taint !== Taint.exact) return taint;
    return this.#seen[key] === 1 ? Taint.stale : Taint.unknown;
  }

  set(key: KeyId, taint: Taint): void {
    this.#taint[key] = taint;
    this.#epoch[key] = this.#losses;
    this.#seen[key] = 1;
  }

  /** A record that neither ends the doubt nor makes it. */
  touch(key: KeyId): void {
    this.set(key, this.of(key));
  }

  /** Something of this key may have been lost. */
  doubt(key: KeyId): void {
    if (this.of(key) !== Taint.exact) return;
    this.set(key, this.#seen[key] === 1 ? Taint.stale : Taint.unknown);
  }

  /** Something of any key may have been lost. */
  loseAny(): void {
    this.#losses++;
  }

  /** What was lost may have changed this key; any of them where it is null. */
  lose(key: KeyId | null): void {
    if (key === null) this.loseAny();
    else this.doubt(key);
  }

  /** RENAME. @param isThere whether there is anything to rename */
  rename(from: KeyId, to: KeyId, isThere: boolean): void {
    const taint = this.of(from);
    if (isThere) this.set(to, taint);
    // A source that only seems to be missing would have replaced the destination.
    else if (taint === Taint.exact) this.touch(to);
    else this.doubt(to);
    this.set(from, Taint.exact);
  }

  /** COPY. @param isThere which of the two keys are there before it */
  copy(
    from: KeyId,
    to: KeyId,
    isThere: { readonly source: boolean; readonly destination: boolean },
    replaces: boolean,
  ): void {
    const taint = this.of(from);
    const before = this.of(to);
    if (!replaces && isThere.destination) this.touch(to);
    // Without REPLACE, whether the destination was missing is as uncertain as the destination itself.
    else if (isThere.source) this.set(to, replaces ? taint : (Math.max(taint, before) as Taint));
    else if (taint === Taint.exact) this.touch(to);
    else this.doubt(to);
  }

  worst(keys: readonly KeyId[]): Taint {
    let worst: Taint = Taint.exact;
    for (const key of keys) worst = Math.max(worst, this.of(key)) as Taint;
    return worst;
  }
}
