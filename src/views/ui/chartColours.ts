import { FAMILIES, type TypeFamily } from '../../formats/index.ts';

/** The colours that map and timeline are painted with: the page's own, as they are now. */
export interface ChartColours {
  readonly family: (family: TypeFamily) => string;
  readonly unread: string;
  readonly veil: string;
  readonly line: string;
  readonly damage: string;
  readonly onDamage: string;
  readonly warning: string;
  readonly onWarning: string;
  readonly info: string;
  readonly text: string;
  readonly dim: string;
  readonly rule: string;
  readonly page: string;
  readonly accent: string;
  /** How strongly the families' colours are laid on. */
  readonly strength: number;
}

/** Reads the colours from the page's style: `light-dark()` is resolved for the element that `probe` stands in. */
export function readChartColours(probe: HTMLElement): ChartColours {
  const style = getComputedStyle(probe);
  const known = new Map<string, string>();
  const read = (name: string): string => {
    const cached = known.get(name);
    if (cached !== undefined) return cached;
    // A variable's own value is not computed; a colour that uses it is.
    probe.style.color = `var(--${name})`;
    const { color } = style;
    known.set(name, color);
    return color;
  };
  // Forced colours would make every one of them the same; a chart may keep its own, on the system's ground.
  const forced = matchMedia('(forced-colors: active)').matches;
  probe.style.forcedColorAdjust = 'none';
  const system = (name: string): string => {
    probe.style.color = name;
    return style.color;
  };
  for (const family of FAMILIES) read(`family-${family}`);
  const colours: ChartColours = {
    family: (family) => known.get(`family-${family}`) ?? '#888',
    unread: forced ? system('Canvas') : read('sunken'),
    veil: forced ? system('Canvas') : read('page'),
    line: forced ? system('CanvasText') : read('text'),
    damage: read('bad-fill'),
    onDamage: read('on-bad'),
    warning: read('warn-fill'),
    onWarning: read('on-warn'),
    info: read('info'),
    text: forced ? system('CanvasText') : read('text'),
    dim: forced ? system('CanvasText') : read('dim'),
    rule: forced ? system('GrayText') : read('line'),
    page: forced ? system('Canvas') : read('page'),
    accent: forced ? system('Highlight') : read('accent'),
    strength: matchMedia('(prefers-contrast: more)').matches ? 0.95 : 0.7,
  };
  probe.style.color = '';
  probe.style.forcedColorAdjust = '';
  return colours;
}
