import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller';
import { SessionsController } from './sessions.controller';
import { UserController } from './user.controller';

/** The doors of accounts. Needs IdentityModule and AccessModule. */
@Module({ controllers: [AuthController, SessionsController, UserController] })
export class AccountsModule {}
