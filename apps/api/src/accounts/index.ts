export { AccountsModule } from './accounts.module';
export { OutboxPost } from './outbox-post';
