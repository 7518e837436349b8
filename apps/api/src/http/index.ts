export { type Description, Documented, type ProblemStatus } from './documented';
export { pageQuery } from './page-query';
export { type Problem, problemOf } from './problem';
export { ProblemFilter } from './problem.filter';
export { PublicAddress } from './public-address';
export { IdPipe, ZodPipe } from './zod-pipe';
export { createAdapter, prepareServer } from './server';
