/*
 * The script of a file's worker, which the page holds from its start on. A file can then be opened without a network,
 * and nothing is asked for when one is. And a worker made of the page's own bytes is bound by the page's policy; one
 * that is loaded from an address has only the policy that its server sends with it, which a static host does not.
 */
import address from './shard.worker.ts?worker&url';

let held: string | null = null;

/** Fetches the script. Call it once, when the page starts. */
export async function holdWorkerScript(): Promise<void> {
  // While developing it is no single file: it imports others by their address.
  if (import.meta.env.DEV) return;
  try {
    const response = await fetch(address);
    if (response.ok) held = URL.createObjectURL(await response.blob());
  } catch {
    // Then it is fetched for each file, as long as there is a network.
  }
}

/** Where a worker finds its script. */
export const workerScript = (): string => held ?? address;
