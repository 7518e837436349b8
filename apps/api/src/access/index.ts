export { AccessModule } from './access.module';
export { tokenInvalid } from './auth.guard';
export { CallLimits } from './call-limits';
export { type Caller, CurrentUser, type KnownRequest } from './caller';
export { KeyCallers } from './key-caller';
export { CallersToo, LeaversToo, Public, Roles } from './rules';
export { SCOPES, type Scope, scopeOf } from './scopes';
