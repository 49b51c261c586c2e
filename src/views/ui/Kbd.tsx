import { formatKeys } from '../../state/index.ts';
import './Kbd.css';

export const IS_MAC = /mac|iphone|ipad/i.test(navigator.platform);

/** A key or chord as caps: `keys` as a shortcut names it, "Mod+K". */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <kbd className="kbd">
      {formatKeys(keys, IS_MAC).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </kbd>
  );
}
