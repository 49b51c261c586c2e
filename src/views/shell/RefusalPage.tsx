import { actions, type OpenFile } from '../../state/index.ts';
import type { Problem } from '../../workers/index.ts';
import { Button, formatBytes, Icon } from '../ui/index.ts';
import './RefusalPage.css';

/** A file that can't be shown: what it seems to be, and what to do. The other tabs go on as before. */
export function RefusalPage({ file, problem }: { readonly file: OpenFile; readonly problem: Problem }) {
  return (
    <main className="refusal-page">
      <div className="refusal-page-card">
        <Icon name="question" size={28} className="refusal-page-icon" />
        <h1>{problem.what}</h1>
        <p className="refusal-page-file">
          {file.name}, {formatBytes(file.size)}
          {problem.where !== null && ` · ${problem.where}`}
        </p>
        <p>{problem.meaning}</p>
        <p>{problem.next}</p>
        <div className="refusal-page-actions">
          <Button variant="primary" onClick={() => void actions.chooseFiles()}>
            Open another file
          </Button>
          <Button onClick={() => actions.closeFile(file.id)}>Close this tab</Button>
        </div>
      </div>
    </main>
  );
}
