import { heatInk } from './heat';
import { DARK, LIGHT } from './palette';
import type { Palette } from './palette';

type Triple = [number, number, number];

function linear(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

// WCAG 2.2, contrast ratio of relative luminances.
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [red, green, blue] = linear(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
const EYES: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

/** Distance in OKLab (Ottosson 2020) as an eye sees it; about 0.02 is just noticeable. */
function distance(a: string, b: string, eye: readonly Triple[]): number {
  const lab = (hex: string): Triple => {
    const rgb = linear(hex);
    const dot = (row: Triple, of: Triple): number => row[0] * of[0] + row[1] * of[1] + row[2] * of[2];
    const seen = eye.map((row) => Math.max(0, Math.min(1, dot(row, rgb)))) as Triple;
    const cones = (
      [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ] as Triple[]
    ).map((row) => Math.cbrt(dot(row, seen))) as Triple;
    return (
      [
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
      ] as Triple[]
    ).map((row) => dot(row, cones)) as Triple;
  };
  const [x, y] = [lab(a), lab(b)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

const series = Array.from({ length: 8 }, (_, index) => `series-${index + 1}`);
const colour = (palette: Palette, name: string): string => palette[name] ?? '';

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('the %s palette', (_name, palette) => {
  it('keeps series and text apart from the surface', () => {
    for (const name of series)
      expect(contrast(colour(palette, name), colour(palette, 'surface'))).toBeGreaterThanOrEqual(3);
    for (const name of ['ink', 'quiet']) {
      expect(contrast(colour(palette, name), colour(palette, 'surface'))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('lets figures be read on every step of heat', () => {
    for (let step = 0; step < 9; step += 1) {
      expect(
        contrast(colour(palette, `heat-${step}`), colour(palette, heatInk(step))),
      ).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(Object.entries(EYES))('keeps the series apart from one another for %s eyes', (_eye, matrix) => {
    const close: string[] = [];
    series.forEach((a, index) => {
      for (const b of series.slice(index + 1)) {
        const apart = distance(colour(palette, a), colour(palette, b), matrix);
        // The first six serve most charts and must be plain to tell apart; the last two only noticeable.
        if (apart < (b <= 'series-6' ? 0.075 : 0.04)) close.push(`${a} ${b} ${apart.toFixed(3)}`);
      }
    });
    expect(close).toEqual([]);
  });

  it('has the same names as the other', () => {
    expect(Object.keys(palette)).toEqual(Object.keys(LIGHT));
  });
});
