import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller';
import { PhoneController } from './phone.controller';
import { SessionsController } from './sessions.controller';
import { UserController } from './user.controller';

/** The doors of accounts. Needs IdentityModule and AccessModule. */
@Module({ controllers: [AuthController, PhoneController, SessionsController, UserController] })
export class AccountsModule {}
