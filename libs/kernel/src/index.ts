export * from './clock';
export * from './faults';
export * from './ids';
export * from './page';
export * from './text';
export * from './zones';
