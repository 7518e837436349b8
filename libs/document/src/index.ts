export * from './describe-chart';
export * from './display';
export * from './document';
export * from './text';
export * from './values';
export { fixedDecimal, groupThousands, isDecimalText, scaledInteger } from './decimal';
export { instantIn, localTime } from './instant';
