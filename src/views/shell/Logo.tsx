import './Logo.css';

/** The mark and the name: a shard with a band of it lit, as under a lens. */
export function Logo() {
  return (
    <span className="logo">
      <svg className="logo-mark" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
        <path className="logo-shard" d="M3 2.5h8.5L15 6v9.5H3z" />
        <path className="logo-band" d="M3 8.5h12v3.5H3z" />
      </svg>
      <span className="logo-name">
        shard<b>scope</b>
      </span>
    </span>
  );
}
