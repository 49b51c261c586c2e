import { forgetAllRecents, tellFailure, useApp } from '../../state/index.ts';
import { Button, Dialog } from '../ui/index.ts';
import './PrivacyDialog.css';

/** The promise, and three ways to check it that need no trust in this page. */
export function PrivacyDialog({ onClose }: { readonly onClose: () => void }) {
  const recents = useApp((state) => state.recents);
  const policy = document.querySelector<HTMLMetaElement>(
    'meta[http-equiv="Content-Security-Policy"]',
  )?.content;
  return (
    <Dialog
      title="Nothing leaves this computer"
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <div className="privacy-dialog">
        <p>
          Your files are read by this page, inside your browser. They are never uploaded, and never changed: a
          repair is written to a new file that you choose. There is no account, no tracking and no server to
          send to.
        </p>
        <h3>How to check it</h3>
        <ol>
          <li>
            <b>Go offline.</b> Disconnect from the network after the page has loaded, then open your file.
            Everything works as before.
          </li>
          <li>
            <b>Watch the network.</b> Open the browser’s developer tools (F12), choose Network, and drop your
            file. Besides the page’s own scripts, and a sample if you open one, nothing is listed.
          </li>
          <li>
            <b>Read the page’s own rules.</b> The browser enforces this policy, which the page carries in its
            first line. <code>connect-src 'self'</code> forbids every connection except to the place the page
            itself came from.
            {policy !== undefined && (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
              <pre className="privacy-dialog-policy" tabIndex={0}>
                {policy.split(/;\s*/).join(';\n')}
              </pre>
            )}
          </li>
        </ol>
        <h3>What this browser remembers</h3>
        <p>
          Your settings, and the names and sizes of the files you opened, with the browser’s own reference to
          them where it has one. Never their content. Encryption keys stay in memory until the tab is closed.
        </p>
        {recents.length > 0 && (
          <Button icon="trash" onClick={() => void tellFailure(null, forgetAllRecents)}>
            Forget recent files
          </Button>
        )}
      </div>
    </Dialog>
  );
}
