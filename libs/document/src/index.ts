export * from './document';
export * from './values';
