export { Client, type ReportAnswer } from './client';
export { filesBelow, oracle, type OracleOptions, type Verdict } from './oracle';
export { redisCommand, ringBells } from './ring';
export { newJournal, Pressroom, startPressroom, type PressroomOptions } from './world';
