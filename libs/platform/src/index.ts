export { armCrashPoints, crashPoint, type CrashPoint } from './crash-points';
export { createLogger, errorFields, type Logger, type LogOptions, redactUrl } from './logging';
export { Metrics } from './metrics';
export { NestLogger } from './nest-logger';
export { continueTrace, currentContext, extendContext, inContext, type WorkContext } from './request-context';
export { handleSignals, type ShutdownOptions } from './shutdown';
