/**
 * A drawn chart as vector primitives, in points with the origin at the top left. The only thing that html (as SVG)
 * and pdf (as paths) have to know: a new kind of chart needs no change in them.
 */
export type Mark =
  | {
      kind: 'rect';
      x: number;
      y: number;
      width: number;
      height: number;
      fill: string;
      radius?: number;
      opacity?: number;
    }
  | {
      kind: 'line';
      x1: number;
      y1: number;
      x2: number;
      y2: number;
      stroke: string;
      width: number;
      dash?: readonly number[];
    }
  | {
      kind: 'path';
      points: readonly (readonly [number, number])[];
      closed: boolean;
      stroke?: string;
      width?: number;
      fill?: string;
      dash?: readonly number[];
      opacity?: number;
    }
  | { kind: 'circle'; x: number; y: number; radius: number; fill: string; stroke?: string }
  /** Ring segment; angles in radians clockwise from the top; `inner` is 0 for a pie. */
  | {
      kind: 'arc';
      x: number;
      y: number;
      inner: number;
      outer: number;
      from: number;
      to: number;
      fill: string;
    }
  | {
      kind: 'text';
      x: number;
      /** The baseline. */
      y: number;
      text: string;
      size: number;
      anchor: 'start' | 'middle' | 'end';
      fill: string;
      bold?: boolean;
      /** Degrees clockwise about (x, y). */
      rotate?: number;
    };

/** Colours are names of the palette (`ink`, `quiet`, `grid`, `series-1` … `series-8`, `heat-0` … `heat-8`, `surface`), so that a page may have a dark look. */
export interface Scene {
  width: number;
  height: number;
  /** Not drawn among the marks: a builder prints it in its own heading style. */
  title: string;
  /** Text alternative. */
  description: string;
  marks: readonly Mark[];
}
