import '../ui/tokens.css';
import '../ui/base.css';
import { Suspense, useEffect } from 'react';
import { getActiveFile, getActiveFolder, useApp } from '../../state/index.ts';
import { Busy, PaneBoundary } from '../ui/index.ts';
import { DropOverlay } from './DropOverlay.tsx';
import { EmptyPage } from './EmptyPage.tsx';
import { Header } from './Header.tsx';
import { ShardsView } from './lazyViews.ts';
import { Overlays } from './Overlays.tsx';
import { Toasts } from './Toasts.tsx';
import { useAppCommands } from './useAppCommands.ts';
import { useTheme } from './useTheme.ts';
import { Workspace } from './Workspace.tsx';
import './App.css';

export function App() {
  const file = useApp(getActiveFile);
  const folder = useApp(getActiveFolder);
  const front = file ?? folder;
  const title = front === null ? 'Shardscope' : `${front.name} – Shardscope`;
  useTheme();
  useAppCommands();
  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <div className="app">
      <PaneBoundary name="the header">
        <Header />
      </PaneBoundary>
      {file === null && folder !== null ? (
        <PaneBoundary key={folder.id} name={folder.name}>
          <Suspense fallback={<Busy label={`Opening ${folder.name}`} />}>
            <ShardsView folder={folder} />
          </Suspense>
        </PaneBoundary>
      ) : file === null ? (
        <PaneBoundary name="the start page">
          <EmptyPage />
        </PaneBoundary>
      ) : (
        <PaneBoundary key={file.id} name={file.name}>
          <Workspace file={file} />
        </PaneBoundary>
      )}
      <PaneBoundary name="a dialog">
        <Overlays file={file} />
      </PaneBoundary>
      <Toasts />
      <DropOverlay />
    </div>
  );
}
