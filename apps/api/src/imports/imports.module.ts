import { type DynamicModule, Global, Inject, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Config } from '@pressroom/config';
import { Database } from '@pressroom/entities';
import { AuditLog } from '@pressroom/identity';
import { Imports } from '@pressroom/imports';
import type { Clock } from '@pressroom/kernel';
import { Metrics } from '@pressroom/platform';
import { JobSender } from '@pressroom/queues';
import { RefusedRowsSigner } from '@pressroom/signing';
import { type ArtefactStore, RoomWatch } from '@pressroom/storage';
import type { FastifyInstance } from 'fastify';
import { PublicAddress } from '../http';
import { ARTEFACT_STORE, CLOCK } from '../tokens';
import { ImportPresenter } from './import-presenter';
import { ImportsController } from './imports.controller';
import { readMultipart } from './multipart';
import { UploadDesk } from './upload-desk';
import { UploadMetrics } from './upload-metrics';

const UPLOAD_LIMIT = Symbol('UploadLimit');

/** Uploads and imports. Global: every domain's door may take files in. */
@Global()
@Module({})
export class ImportsModule {
  // In the constructor: routes are made before modules are initialised, and each must be seen.
  constructor({ httpAdapter }: HttpAdapterHost, @Inject(UPLOAD_LIMIT) limitBytes: number) {
    readMultipart(httpAdapter.getInstance<FastifyInstance>(), limitBytes);
  }

  static with({ http, imports, signing }: Config): DynamicModule {
    return {
      module: ImportsModule,
      controllers: [ImportsController],
      providers: [
        { provide: UPLOAD_LIMIT, useValue: http.uploadLimitBytes },
        { provide: RefusedRowsSigner, useFactory: () => new RefusedRowsSigner(signing.keys) },
        {
          provide: Imports,
          inject: [Database],
          useFactory: (database: Database) =>
            new Imports(database, { openQuota: imports.openQuota, maxAttempts: 1 + imports.retries }),
        },
        {
          provide: ImportPresenter,
          inject: [RefusedRowsSigner, PublicAddress, CLOCK],
          useFactory: (signer: RefusedRowsSigner, address: PublicAddress, clock: Clock) =>
            new ImportPresenter(signer, address, clock),
        },
        {
          provide: UploadDesk,
          inject: [Imports, ARTEFACT_STORE, JobSender, RoomWatch, Metrics, AuditLog],
          useFactory: (
            ...[desk, store, sender, room, metrics, audit]: [
              Imports,
              ArtefactStore,
              JobSender,
              RoomWatch,
              Metrics,
              AuditLog,
            ]
          ) =>
            new UploadDesk(
              ...([desk, store, sender, http.uploadLimitBytes, () => room.hasRoom()] as const),
              new UploadMetrics(metrics),
              audit,
            ),
        },
      ],
      exports: [Imports, ImportPresenter, UploadDesk],
    };
  }
}
