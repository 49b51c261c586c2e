import { useEffect } from 'react';
import { actions, useApp } from '../../state/index.ts';
import { Icon } from '../ui/index.ts';
import './DropOverlay.css';

/** Takes files dropped anywhere on the page, and says so while they hover. */
export function DropOverlay() {
  const dragging = useApp((state) => state.dragging);

  useEffect(() => {
    // Every element on the way is entered and left, and not always in that order: a count would go astray.
    const entered = new Set<EventTarget>();
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

    const onEnter = (event: DragEvent): void => {
      if (!carriesFiles(event) || event.target === null) return;
      event.preventDefault();
      entered.add(event.target);
      actions.setDragging(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.target !== null) entered.delete(event.target);
      if (entered.size === 0) actions.setDragging(false);
    };
    const onOver = (event: DragEvent): void => {
      if (!carriesFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    };
    const onDrop = (event: DragEvent): void => {
      entered.clear();
      actions.setDragging(false);
      if (!carriesFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      void actions.openDropped(event.dataTransfer);
    };

    addEventListener('dragenter', onEnter);
    addEventListener('dragleave', onLeave);
    addEventListener('dragover', onOver);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragenter', onEnter);
      removeEventListener('dragleave', onLeave);
      removeEventListener('dragover', onOver);
      removeEventListener('drop', onDrop);
    };
  }, []);

  if (!dragging) return null;
  return (
    <div className="drop-overlay">
      <div className="drop-overlay-card">
        <Icon name="open" size={32} />
        <p>Drop to open</p>
        <p className="drop-overlay-note">Each file gets a tab. Nothing is uploaded.</p>
      </div>
    </div>
  );
}
