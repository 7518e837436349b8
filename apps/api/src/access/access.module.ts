import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AuthGuard } from './auth.guard';
import { JwtStrategy } from './jwt.strategy';
import { KeyCallers } from './key-caller';
import { RolesGuard } from './roles.guard';

/** The guards of every route, in the order they run. Needs IdentityModule. */
@Module({
  imports: [PassportModule],
  providers: [
    JwtStrategy,
    KeyCallers,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: RolesGuard },
  ],
  exports: [KeyCallers],
})
export class AccessModule {}
