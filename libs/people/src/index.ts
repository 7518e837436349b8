export { type Holding, PgHoldingsReader } from './holdings';
