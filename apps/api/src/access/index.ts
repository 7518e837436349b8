export { AccessModule } from './access.module';
export { type Caller, CurrentUser } from './caller';
export { Public, Roles } from './rules';
