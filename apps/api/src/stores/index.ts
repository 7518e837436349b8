export { StoreDoorsModule } from './stores.module';
