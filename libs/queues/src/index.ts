export { JOB_OPTIONS, QUEUE_PREFIX, type RedisAddress } from './connections';
export {
  buildJob,
  type BuildJob,
  defineQueue,
  deliveries,
  deliveryJob,
  importJob,
  imports,
  QUEUES,
  type QueueContract,
  type QueueName,
  REPORT_QUEUES,
  type ReportQueueName,
  reportsBatch,
  reportsInteractive,
} from './contract';
export { type Bell, type DeliveryBell, type ImportBell, JobSender } from './job-sender';
export { QueuesModule } from './queues.module';
