import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import {
  followAddress,
  followArrangements,
  guardWindow,
  holdWorkerScript,
  listenToKeys,
  loadRecents,
  warmUpWorker,
  watchSources,
} from './state/index.ts';
import { App, holdViews } from './views/shell/index.ts';

guardWindow();
followArrangements();
followAddress();
listenToKeys();
watchSources();
void holdWorkerScript().then(warmUpWorker);
void loadRecents();

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

// Last, so that they don't keep the page itself waiting.
holdViews();
