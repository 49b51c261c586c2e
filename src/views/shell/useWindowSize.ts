import { useSyncExternalStore } from 'react';

interface Size {
  readonly width: number;
  readonly height: number;
}

let size: Size = { width: innerWidth, height: innerHeight };

function read(): Size {
  // The same object until it changes: that is how React sees that nothing did.
  if (size.width !== innerWidth || size.height !== innerHeight)
    size = { width: innerWidth, height: innerHeight };
  return size;
}

function subscribe(changed: () => void): () => void {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
}

/** The page's size in pixels, kept up to date. */
export function useWindowSize(): Size {
  return useSyncExternalStore(subscribe, read);
}
