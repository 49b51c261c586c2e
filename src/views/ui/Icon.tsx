import { classNames } from './classNames.ts';
import './Icon.css';

/** Drawn on a 16 px grid, stroked with the text's colour; a path that starts with "f" is filled instead. */
const PATHS = {
  check: ['M3 8.5 6.5 12 13 4.5'],
  close: ['M4 4l8 8M12 4l-8 8'],
  plus: ['M8 3v10M3 8h10'],
  minus: ['M3 8h10'],
  search: ['M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z', 'M10.4 10.4 14 14'],
  info: ['M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8z', 'M8 7.3v3.6', 'M8 4.9v.2'],
  warning: ['M8 2 14.6 13.6H1.4z', 'M8 6.4v3.4', 'M8 11.6v.2'],
  damage: ['M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4z', 'M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4'],
  question: [
    'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8z',
    'M6.2 6.2c.2-2.5 3.8-2.4 3.7-.1C9.8 7.6 8 7.5 8 9.2',
    'M8 11.400v.2',
  ],
  lock: ['M3.5 7.200h9v6.300h-9z', 'M5.3 7.200V5a2.7 2.7 0 0 1 5.4 0v2.2'],
  unlock: ['M3.5 7.200h9v6.300h-9z', 'M5.3 7.200V4.600a2.7 2.7 0 0 1 5.2-1'],
  key: [
    'M5.2 7.600a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.400z',
    'M7.6 8.6 13.5 2.500M11 5l2 2M9.2 6.900l1.3 1.3',
  ],
  shield: ['M8 1.8 13 3.600v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.600v-4z', 'M5.7 8 7.4 9.700l3-3.4'],
  file: ['M3.5 1.800h5.700l3.3 3.300v9.100h-9z', 'M9 2v3.300h3.3'],
  folder: ['M1.8 3.500h4.400l1.6 1.800h6.400v7.400H1.800z'],
  open: ['M1.8 12.700V3.500h4.400l1.6 1.800h5v2', 'M1.8 12.700l2-5.400h11l-2 5.400z'],
  records: ['M2 3.500h12M2 8h12M2 12.500h12'],
  timeline: ['M1.500 4.500h13M1.500 11.500h13', 'M4 2.500v4M8.500 2.500v4M6 9.500v4M11.500 9.500v4'],
  inspector: ['M2 3.500h3M7.5 3.500H14M2 8h3M7.5 8H14M2 12.500h3M7.5 12.500H12'],
  bytes: ['M2.5 3h3v4h-3zM10.5 9h3v4h-3z', 'M10.8 3h1.200v4M2.8 9H4v4'],
  repair: ['M9.6 6.400a3.6 3.6 0 0 1 4.2-4.600L11.5 4l.5 2 2 .5 2.2-2.3', 'M13 8.6 9.6 6.4 2.5 13.5'],
  recovery: ['M2 3.500h4.500v9H2z', 'M9.5 3.500H14v9H9.5z', 'M3.6 6.500h1.300M11.1 6.500h1.300M11.1 9h1.300'],
  wrench: [
    'M10.3 6.8 3.9 13.200a1.4 1.4 0 0 1-2-2l6.4-6.4',
    'M8.3 4.800a3.6 3.6 0 0 1 4.8-3L11 4v1.600h1.600l2.2-2.200a3.6 3.6 0 0 1-4.5 3.4',
  ],
  keyboard: ['M1.5 4h13v8h-13z', 'M4 6.600h.2M6.6 6.600h.2M9.2 6.600h.2M11.8 6.600h.2M4.5 9.500h7'],
  command: ['M3 5l3.5 3L3 11M8 11.500h5'],
  chevronDown: ['M3.5 6 8 10.5 12.5 6'],
  chevronUp: ['M3.5 10 8 5.5 12.5 10'],
  chevronLeft: ['M10 3.5 5.5 8 10 12.5'],
  chevronRight: ['M6 3.5 10.5 8 6 12.5'],
  arrowRight: ['M2.5 8h11M9.5 4l4 4-4 4'],
  arrowDown: ['M8 2.500v11M4 9.500l4 4 4-4'],
  copy: ['M5.5 5.500h8v8h-8z', 'M3 10.500h-.5v-8h8V3'],
  download: ['M8 2v8M4.5 7 8 10.5 11.5 7', 'M2.5 13.500h11'],
  save: ['M2.5 2.500h8.500l2.5 2.500v8.500h-11z', 'M5 2.500v3.500h5v-3.500M5 13.500V9.500h6v4'],
  reload: ['M13.3 8a5.3 5.3 0 1 1-1.6-3.8', 'M13.5 1.800v3.400h-3.4'],
  undo: ['M2.5 6.500h7a3.5 3.5 0 0 1 0 7H6', 'M5.5 3.500l-3 3 3 3'],
  trash: ['M2.5 4.500h11M6 4.500v-2h4v2M4 4.500l.6 9h6.800l.6-9'],
  clock: ['M8 1.800a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.800z', 'M8 4.500V8l2.5 1.5'],
  external: ['M9 2.500h4.500V7M13.2 2.8 7.5 8.5', 'M11.5 9.500v4h-9v-9h4'],
  stop: ['M3.5 3.500h9v9h-9z'],
  sun: [
    'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
    'M8 1v1.600M8 13.400V15M1 8h1.600M13.4 8H15M3 3l1.2 1.200M11.8 11.8 13 13M13 3l-1.2 1.200M4.2 11.8 3 13',
  ],
  moon: ['M13.2 9.800A5.8 5.8 0 0 1 6.2 2.800a5.8 5.8 0 1 0 7 7z'],
  contrast: [
    'M8 1.800a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.800z',
    'fM8 1.800v12.400A6.2 6.2 0 0 0 8 1.800z',
  ],
  eye: [
    'M1.5 8C3 5 5.3 3.5 8 3.500S13 5 14.5 8C13 11 10.7 12.5 8 12.500S3 11 1.5 8z',
    'M8 6.200a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.600z',
  ],
  cut: [
    'M4 9.500a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM12 9.500a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
    'M5 9.8 11 2.500M11 9.8 5 2.5',
  ],
  edit: ['M2.5 13.500l.7-3L10.7 3l2.3 2.3-7.5 7.500z', 'M9.2 4.500l2.3 2.3'],
  stats: ['M2 14h12', 'M4 11.500v-4M8 11.500v-9M12 11.500v-6'],
  groups: ['M2 2.500h12v11H2z', 'M8.5 2.500v11M8.5 7.500H14'],
  columns: ['M2 2.500h12v11H2z', 'M6 2.500v11M10 2.500v11'],
  circle: ['M8 3.500a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z'],
  dot: ['fM8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z'],
  more: ['M3 8h.2M8 8h.2M13 8h.2'],
} as const satisfies Record<string, readonly string[]>;

export type IconName = keyof typeof PATHS;

interface IconProps {
  readonly name: IconName;
  /** Pixels; 16 where it is left out. */
  readonly size?: number;
  readonly className?: string | undefined;
  /** What it says to a screen reader; without it the icon is decoration beside a text. */
  readonly label?: string;
}

export function Icon({ name, size = 16, className, label }: IconProps) {
  return (
    <svg
      className={classNames('icon', className)}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden={label === undefined ? true : undefined}
      aria-label={label}
      role={label === undefined ? undefined : 'img'}
    >
      {PATHS[name].map((path) =>
        path.startsWith('f') ? (
          <path key={path} d={path.slice(1)} className="icon-fill" />
        ) : (
          <path key={path} d={path} />
        ),
      )}
    </svg>
  );
}
