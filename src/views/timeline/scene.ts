/*
 * A chart as a list of shapes: one list is painted on the canvas and written as SVG, so that what is exported is what
 * is seen. Coordinates are CSS pixels.
 */
import type { TypeFamily } from '../../workers/index.ts';
import type { ChartColours } from '../ui/chartColours.ts';

export type Ink = TypeFamily | 'text' | 'dim' | 'rule' | 'damage' | 'accent' | 'page';

export type Shape =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly ink: Ink;
      readonly opacity?: number;
      readonly radius?: number;
    }
  /** Slanting lines that fill a box. */
  | {
      readonly kind: 'hatch';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly ink: Ink;
      readonly opacity?: number;
    }
  | {
      readonly kind: 'path';
      readonly points: readonly (readonly [number, number])[];
      readonly ink: Ink;
      readonly width: number;
      readonly dashed?: boolean;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** The baseline. */
      readonly y: number;
      readonly text: string;
      readonly ink: Ink;
      readonly align?: 'left' | 'center' | 'right';
      readonly mono?: boolean;
    };

export function colourOf(ink: Ink, colours: ChartColours): string {
  switch (ink) {
    case 'text':
    case 'dim':
    case 'rule':
    case 'damage':
    case 'accent':
    case 'page':
      return colours[ink];
    default:
      return colours.family(ink);
  }
}

export const TEXT_SIZE = 11;
export const HATCH_STEP = 5;
const DASH = 3;

/** Paints shapes; the context's transform makes pixels of the screen of those here. */
export function paintScene(
  context: CanvasRenderingContext2D,
  shapes: readonly Shape[],
  colours: ChartColours,
  fonts: { readonly sans: string; readonly mono: string },
): void {
  for (const shape of shapes) {
    const colour = colourOf(shape.ink, colours);
    context.globalAlpha = shape.kind === 'rect' || shape.kind === 'hatch' ? (shape.opacity ?? 1) : 1;
    context.fillStyle = colour;
    context.strokeStyle = colour;
    switch (shape.kind) {
      case 'rect':
        if (shape.radius === undefined) context.fillRect(shape.x, shape.y, shape.width, shape.height);
        else {
          context.beginPath();
          context.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius);
          context.fill();
        }
        break;
      case 'hatch':
        context.save();
        context.beginPath();
        context.rect(shape.x, shape.y, shape.width, shape.height);
        context.clip();
        context.lineWidth = 1;
        context.beginPath();
        for (let x = shape.x - shape.height; x < shape.x + shape.width; x += HATCH_STEP) {
          context.moveTo(x, shape.y + shape.height);
          context.lineTo(x + shape.height, shape.y);
        }
        context.stroke();
        context.restore();
        break;
      case 'path':
        context.lineWidth = shape.width;
        context.setLineDash(shape.dashed === true ? [DASH, DASH] : []);
        context.beginPath();
        for (const [x, y] of shape.points) context.lineTo(x, y);
        context.stroke();
        context.setLineDash([]);
        break;
      case 'text':
        context.font = `${TEXT_SIZE}px ${shape.mono === true ? fonts.mono : fonts.sans}`;
        context.textAlign = shape.align ?? 'left';
        context.fillText(shape.text, shape.x, shape.y);
        break;
    }
  }
  context.globalAlpha = 1;
}

const escapeXml = (text: string): string =>
  text.replace(/\p{Cc}/gu, '\ufffd').replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const round = (value: number): string => String(Math.round(value * 100) / 100);
const ANCHORS = { left: 'start', center: 'middle', right: 'end' } as const;

/** The same shapes as an SVG document that needs nothing else. */
export function sceneSvg(
  shapes: readonly Shape[],
  size: { readonly width: number; readonly height: number },
  colours: ChartColours,
  title: string,
): string {
  const draw = (shape: Shape): string => {
    const colour = escapeXml(colourOf(shape.ink, colours));
    switch (shape.kind) {
      case 'rect':
        return `<rect x="${round(shape.x)}" y="${round(shape.y)}" width="${round(shape.width)}" height="${round(shape.height)}" rx="${shape.radius ?? 0}" fill="${colour}" opacity="${shape.opacity ?? 1}"/>`;
      case 'hatch': {
        const lines: string[] = [];
        for (let x = shape.x - shape.height; x < shape.x + shape.width; x += HATCH_STEP) {
          // Cut at the box's sides: an SVG that others open should not depend on clipping.
          const start = Math.max(0, shape.x - x);
          const end = Math.min(shape.height, shape.x + shape.width - x);
          if (start < end)
            lines.push(
              `M${round(x + start)} ${round(shape.y + shape.height - start)}L${round(x + end)} ${round(shape.y + shape.height - end)}`,
            );
        }
        return `<path d="${lines.join('')}" stroke="${colour}" opacity="${shape.opacity ?? 1}"/>`;
      }
      case 'path': {
        const points = shape.points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
        const dash = shape.dashed === true ? ` stroke-dasharray="${DASH}"` : '';
        return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="${shape.width}"${dash}/>`;
      }
      case 'text':
        return `<text x="${round(shape.x)}" y="${round(shape.y)}" fill="${colour}" text-anchor="${ANCHORS[shape.align ?? 'left']}"${shape.mono === true ? ' font-family="monospace"' : ''}>${escapeXml(shape.text)}</text>`;
    }
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="${TEXT_SIZE}"><title>${escapeXml(title)}</title><rect width="100%" height="100%" fill="${escapeXml(colours.page)}"/>${shapes.map(draw).join('')}</svg>\n`;
}
