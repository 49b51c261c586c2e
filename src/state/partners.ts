/* The two files of a shard, a log and its snapshot, in a tab each. */
import { updateFile } from './appStore.ts';
import type { FileId, OpenFile } from './model.ts';

export function linkFiles(a: FileId, b: FileId): void {
  updateFile(a, (file) => withPartner(file, b));
  updateFile(b, (file) => withPartner(file, a));
}

/** What a rewrite makes rests on the other file: with another one, or none, that plan is no longer true. */
export const withPartner = (
  { plan, partner: before }: OpenFile,
  partner: FileId | null,
): Pick<OpenFile, 'partner' | 'plan'> => ({
  partner,
  plan: plan?.preset === 'rewrite' && partner !== before ? null : plan,
});
