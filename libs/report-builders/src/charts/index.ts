export { chartSize } from './chart-size';
export { drawChart } from './draw-chart';
export type { Size } from './frame';
export { heatInk, heatSpan, heatStep } from './heat';
export * from './palette';
export type { Mark, Scene } from './scene';
export { escapeText, sceneToSvg } from './svg';
