export { measureRequests } from './measure-requests';
