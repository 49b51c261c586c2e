import { useEffect, useRef } from 'react';
import { actions, getActiveFile, type Theme, useApp } from '../../state/index.ts';
import { FindBox } from '../records/index.ts';
import { Button, Icon, IconButton, type IconName, Kbd, PaneBoundary } from '../ui/index.ts';
import { FileTab } from './FileTab.tsx';
import { FolderTab } from './FolderTab.tsx';
import { Logo } from './Logo.tsx';
import './Header.css';

export function Header() {
  const file = useApp(getActiveFile);
  const isReadable = file !== null && file.summary !== null && file.summary.refusal === null;
  return (
    <header className="header">
      <button
        type="button"
        className="header-home"
        aria-label="Shardscope, start page"
        onClick={() => actions.activate(null)}
      >
        <Logo />
      </button>
      <Tabs />
      <IconButton
        icon="plus"
        label="Open files"
        className="header-open"
        onClick={() => void actions.chooseFiles()}
      />
      <IconButton
        icon="folder"
        label="Open a data directory"
        className="header-open"
        onClick={() => void actions.chooseFolder()}
      />
      <div className="header-find">
        {isReadable && (
          <PaneBoundary name="the find box" resetKey={file.id}>
            <FindBox fileId={file.id} />
          </PaneBoundary>
        )}
      </div>
      <Button
        className="header-palette"
        variant="quiet"
        aria-label="Commands"
        title="Find a command"
        onClick={() => actions.setOverlay('palette')}
      >
        <Icon name="command" />
        <Kbd keys="Mod+K" />
      </Button>
      <ThemeButton />
      {isReadable && file.summary?.capabilities.repair === true && (
        <Button
          className="header-repair"
          variant="primary"
          onClick={() => {
            actions.setView(file.id, 'repair');
            actions.setPane('list');
          }}
        >
          Repair…
        </Button>
      )}
    </header>
  );
}

/** The open files. A plain list of buttons: tabs that can be closed have no role of their own. */
function Tabs() {
  const files = useApp((state) => state.files);
  const folders = useApp((state) => state.folders);
  const active = useApp((state) => state.active);
  const inFront = useApp((state) => state.folder);
  const list = useRef<HTMLUListElement>(null);
  const count = useRef(files.length);

  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (active !== null || inFront !== null) current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // The button that closed a tab is gone; the focus goes on to the tab that took its place.
    if (files.length < count.current && document.activeElement === document.body) current?.focus();
    count.current = files.length;
  }, [active, inFront, files.length]);

  return (
    <nav className="header-tabs" aria-label="Open files">
      <ul ref={list}>
        {folders.map((folder) => (
          <li key={folder.id}>
            <FolderTab folder={folder} isActive={active === null && folder.id === inFront} />
          </li>
        ))}
        {files.map((file) => (
          <li key={file.id}>
            <FileTab file={file} isActive={file.id === active} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

const THEMES: Record<Theme, { readonly icon: IconName; readonly name: string; readonly next: Theme }> = {
  system: { icon: 'contrast', name: 'as the system', next: 'light' },
  light: { icon: 'sun', name: 'light', next: 'dark' },
  dark: { icon: 'moon', name: 'dark', next: 'system' },
};

function ThemeButton() {
  const theme = useApp((state) => state.preferences.theme);
  const { icon, name, next } = THEMES[theme];
  return (
    <IconButton
      className="header-theme"
      icon={icon}
      label={`Theme: ${name}. Change to ${THEMES[next].name}`}
      onClick={() => actions.setPreferences({ theme: next })}
    />
  );
}
