import './Busy.css';

/** Something is under way; `label` says what. */
export function Busy({ label }: { readonly label: string }) {
  return (
    <p className="busy" role="status">
      <span className="busy-ring" aria-hidden="true" />
      {label}
    </p>
  );
}
