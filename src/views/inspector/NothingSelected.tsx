import { Kbd } from '../ui/index.ts';

/** The inspector before anything is selected. */
export function NothingSelected() {
  return (
    <div className="inspector-empty">
      <p>Select a row to see its fields and bytes.</p>
      <dl>
        <div>
          <dt>
            <Kbd keys="j" /> <Kbd keys="k" />
          </dt>
          <dd>next, previous row</dd>
        </div>
        <div>
          <dt>
            <Kbd keys="e" />
          </dt>
          <dd>next fault</dd>
        </div>
        <div>
          <dt>
            <Kbd keys="g" />
          </dt>
          <dd>go to an offset or number</dd>
        </div>
        <div>
          <dt>
            <Kbd keys="?" />
          </dt>
          <dd>all keys</dd>
        </div>
      </dl>
    </div>
  );
}
