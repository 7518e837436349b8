export * from './business-hours';
export * from './fleet';
export * from './openings';
export * from './policies';
export * from './poll-time';
export * from './rounding';
export * from './store-figures';
export * from './zone-clock';
