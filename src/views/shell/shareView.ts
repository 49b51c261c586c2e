import { actions, linkToView } from '../../state/index.ts';

/** Copies a link to what is shown: view, filter, order, row and reader, but nothing of the file. */
export async function shareView(): Promise<void> {
  try {
    await navigator.clipboard.writeText(linkToView());
    actions.toast(
      'good',
      'Copied a link to this view. The file is not in it: whoever opens it drops the same file and sees the same rows. The text of the filter is.',
    );
  } catch {
    actions.toast('bad', 'The browser did not let the page copy. The address of this page is the same link.');
  }
}
