import { type Element, type Held, ItemDeque, type KeyHistory } from '../replay/index.ts';

/**
 * Which mark's record gave a part of the value what it holds at `last`: the lane is replayed up to there. Replay keeps
 * the bytes of what it doesn't touch, so a part was set where its bytes became others, equal or not.
 */
export async function setterWalk(
  history: KeyHistory,
  last: number,
  element: Element,
  signal: { readonly aborted: boolean },
): Promise<number | null> {
  if (element.kind === 'item') return itemWalk(history, last, element.index, signal);
  let setter: number | null = null;
  let known: unknown;
  const look = (mark: number, held: Held | null): boolean => {
    const part = partOf(held, element);
    if (part !== known) setter = part === undefined ? null : mark;
    known = part;
    return true;
  };
  await history.walk(last, look, signal);
  return setter;
}

/** Changes its identity, or its value, with each record that sets it. */
function partOf(held: Held | null, element: Exclude<Element, { kind: 'item' }>): unknown {
  const value = held?.value;
  if (value === undefined) return undefined;
  if (element.kind === 'value')
    return value.type === 'string' ? value.bytes : value.type === 'proto' ? value.data : value;
  switch (value.type) {
    case 'hash':
      return value.fields.get(element.name);
    case 'zset':
      return value.members.get(element.name)?.score;
    case 'set':
      return value.members.has(element.name) ? true : undefined;
    case 'vector':
      return value.elements.get(element.name)?.vector;
    default:
      return undefined;
  }
}

/** Items move about in their list, so each is remembered with the mark that brought it. */
async function itemWalk(
  history: KeyHistory,
  last: number,
  index: number,
  signal: { readonly aborted: boolean },
): Promise<number | null> {
  const broughtBy = new WeakMap<Uint8Array, number>();
  let items = new ItemDeque<Uint8Array>();
  const look = (mark: number, held: Held | null): boolean => {
    const before = items.length;
    items = held?.value.type === 'list' ? held.value.items : new ItemDeque<Uint8Array>();
    const isNew = (item: Uint8Array | undefined): boolean => {
      if (item === undefined || broughtBy.has(item)) return false;
      broughtBy.set(item, mark);
      return true;
    };
    let found = 0;
    while (isNew(items.at(found))) found++;
    for (let i = items.length - 1; isNew(items.at(i)); i--) found++;
    // Only LSET and LINSERT bring an item that doesn't stand at an end.
    if (found === 0 && items.length >= before) for (const item of items) isNew(item);
    return true;
  };
  await history.walk(last, look, signal);
  const item = items.at(index);
  return item === undefined ? null : (broughtBy.get(item) ?? null);
}
