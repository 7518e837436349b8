export { drawChart } from './draw-chart';
export type { Size } from './frame';
export * from './palette';
export type { Mark, Scene } from './scene';
