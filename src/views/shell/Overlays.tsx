import { actions, getActiveFolder, type OpenFile, useApp } from '../../state/index.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { GoToDialog } from './GoToDialog.tsx';
import { KeyDialog } from './KeyDialog.tsx';
import { fileKeySubject, folderKeySubject } from './keySubject.ts';
import { PrivacyDialog } from './PrivacyDialog.tsx';
import { ReaderDialog } from './ReaderDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';

const close = (): void => actions.setOverlay(null);

/** The dialog that is open, if any. Some are about the file in front and need one. */
export function Overlays({ file }: { readonly file: OpenFile | null }) {
  const overlay = useApp((state) => state.overlay);
  const folder = useApp(getActiveFolder);
  switch (overlay) {
    case 'palette':
      return <CommandPalette onClose={close} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />;
    case 'goto':
      return file === null ? null : <GoToDialog file={file} onClose={close} />;
    case 'key':
      return file === null ? null : <KeyDialog subject={fileKeySubject(file)} onClose={close} />;
    case 'reader':
      return <ReaderDialog onClose={close} />;
    case 'privacy':
      return <PrivacyDialog onClose={close} />;
    case 'folder-key':
      return folder === null ? null : <KeyDialog subject={folderKeySubject(folder)} onClose={close} />;
    case null:
      return null;
  }
}
