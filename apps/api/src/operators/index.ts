export { openOperatorDoors } from './open';
