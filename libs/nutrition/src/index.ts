export * from './averages';
export * from './buckets';
export * from './food-log';
export * from './food-log-figures';
export { PgFoodLogReader } from './food-log-reader';
export { FoodLogs } from './food-logs';
export type { BucketedFilter, LogFilter } from './log-filter';
export { NutritionModule } from './nutrition.module';
