export { limitRequests } from './limit-requests';
export { Limits } from './limits';
export { type Counting, LimitsModule, startCounting } from './limits.module';
