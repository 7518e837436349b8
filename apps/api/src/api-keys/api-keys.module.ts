import { Module } from '@nestjs/common';
import { ApiKeysController } from './api-keys.controller';

/** The doors of keys for programs. Needs IdentityModule. */
@Module({ controllers: [ApiKeysController] })
export class ApiKeysModule {}
