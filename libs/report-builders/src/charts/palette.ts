/**
 * Names of colours and their values on a light and a dark surface. Series keep 3:1 to the surface and differ in
 * lightness as well as hue, so that they stay apart for colour-blind eyes; text keeps 4.5:1.
 */
export type Palette = Readonly<Record<string, string>>;

export const LIGHT: Palette = {
  surface: '#ffffff',
  ink: '#1c2530',
  quiet: '#5b6775',
  axis: '#9aa5b1',
  grid: '#e3e8ed',
  band: '#b4bfca',
  'series-1': '#286bb7',
  'series-2': '#d96408',
  'series-3': '#1d7b5d',
  'series-4': '#933788',
  'series-5': '#808e5e',
  'series-6': '#3f97c9',
  'series-7': '#5a4aaf',
  'series-8': '#6b7684',
  'heat-0': '#f1f5f9',
  'heat-1': '#dbe8f3',
  'heat-2': '#c1d9ed',
  'heat-3': '#a2c6e4',
  'heat-4': '#7fb0d8',
  'heat-5': '#3a73ad',
  'heat-6': '#2b6199',
  'heat-7': '#1d4f85',
  'heat-8': '#103c6e',
};

export const DARK: Palette = {
  surface: '#151b23',
  ink: '#e6ebf1',
  quiet: '#9fabb8',
  axis: '#6b7785',
  grid: '#2a333e',
  band: '#586575',
  'series-1': '#6baceb',
  'series-2': '#ee883c',
  'series-3': '#55c597',
  'series-4': '#c780b3',
  'series-5': '#e5bb3f',
  'series-6': '#8fd0f2',
  'series-7': '#938cec',
  'series-8': '#a6b0bc',
  'heat-0': '#1f2833',
  'heat-1': '#21364b',
  'heat-2': '#234462',
  'heat-3': '#265379',
  'heat-4': '#2b6290',
  'heat-5': '#6aa9dc',
  'heat-6': '#8bbfe8',
  'heat-7': '#add4f1',
  'heat-8': '#d0e7f8',
};
