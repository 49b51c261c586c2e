import { useState } from 'react';
import { actions, COMMAND_GROUPS, shortcuts, useApp } from '../../state/index.ts';
import { Dialog, Kbd } from '../ui/index.ts';
import './ShortcutsDialog.css';

/** Every key, from the registry that binds them. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const letterKeys = useApp((state) => state.preferences.letterKeys);
  const [commands] = useState(() => shortcuts.list().filter((command) => command.keys.length > 0));
  const groups = COMMAND_GROUPS.map((group) => ({
    group,
    commands: commands.filter((command) => command.group === group),
  })).filter((one) => one.commands.length > 0);

  return (
    <Dialog title="Keys" onClose={onClose} width="wide">
      <div className="shortcuts-dialog">
        {groups.map(({ group, commands: members }) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl>
              {members.map((command) => (
                <div key={command.id} className="shortcuts-dialog-row">
                  <dt>{command.label}</dt>
                  <dd>
                    {command.keys.map((keys, index) => (
                      <span key={keys}>
                        {index > 0 && <span className="shortcuts-dialog-or"> or </span>}
                        <Kbd keys={keys} />
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="shortcuts-dialog-switch">
        <input
          type="checkbox"
          checked={letterKeys}
          onChange={(event) => actions.setPreferences({ letterKeys: event.target.checked })}
        />
        Single keys without Ctrl or Alt act as shortcuts
      </label>
    </Dialog>
  );
}
