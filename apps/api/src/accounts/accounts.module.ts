import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller';
import { GoogleController } from './google.controller';
import { PhoneController } from './phone.controller';
import { SessionsController } from './sessions.controller';
import { UserController } from './user.controller';
import { WaysInController } from './ways-in.controller';

/** The doors of accounts. Needs IdentityModule and AccessModule. */
@Module({
  controllers: [
    AuthController,
    PhoneController,
    GoogleController,
    SessionsController,
    UserController,
    WaysInController,
  ],
})
export class AccountsModule {}
