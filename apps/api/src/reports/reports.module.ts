import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '@pressroom/config';
import { Database } from '@pressroom/entities';
import { AuditLog } from '@pressroom/identity';
import type { Clock } from '@pressroom/kernel';
import type { Logger } from '@pressroom/platform';
import { JobSender } from '@pressroom/queues';
import { Acceptance, ReportReads } from '@pressroom/reports';
import { DownloadSigner } from '@pressroom/signing';
import { RoomWatch } from '@pressroom/storage';
import { PublicAddress } from '../http';
import { CLOCK, LOGGER } from '../tokens';
import { DownloadsController } from './downloads.controller';
import { ReportDesk } from './report-desk';
import { ReportDownloadController } from './report-download.controller';
import { ReportEventsController } from './report-events.controller';
import { ReportPresenter } from './report-presenter';
import { ReportWatch } from './report-watch';
import { ReportsController } from './reports.controller';

@Module({})
export class ReportsModule {
  static with({ reports, signing }: Config): DynamicModule {
    return {
      module: ReportsModule,
      // Downloads first: `download/:token` must not be taken for a report's id.
      controllers: [DownloadsController, ReportsController, ReportDownloadController, ReportEventsController],
      providers: [
        { provide: DownloadSigner, useFactory: () => new DownloadSigner(signing.keys) },
        {
          provide: Acceptance,
          inject: [Database],
          useFactory: (database: Database) =>
            new Acceptance(database, {
              openQuota: reports.openQuota,
              runningQuota: reports.runningQuota,
              perDayQuota: reports.dayQuota,
              byteQuota: reports.byteQuota,
              maxAttempts: 1 + reports.retries,
            }),
        },
        {
          provide: ReportReads,
          inject: [Database],
          useFactory: (database: Database) => new ReportReads(database),
        },
        {
          provide: ReportPresenter,
          inject: [DownloadSigner, PublicAddress, CLOCK],
          useFactory: (signer: DownloadSigner, address: PublicAddress, clock: Clock) =>
            new ReportPresenter(signer, address, clock),
        },
        {
          provide: ReportWatch,
          inject: [ReportReads, LOGGER],
          useFactory: (reads: ReportReads, logger: Logger) => new ReportWatch(reads, logger),
        },
        {
          provide: ReportDesk,
          inject: [Acceptance, ReportReads, JobSender, RoomWatch, AuditLog],
          useFactory: (
            ...[acceptance, reads, sender, room, audit]: [
              Acceptance,
              ReportReads,
              JobSender,
              RoomWatch,
              AuditLog,
            ]
          ) =>
            new ReportDesk(
              acceptance,
              reads,
              sender,
              { limitSeconds: reports.limitSeconds, pendingCap: reports.pendingCap },
              () => room.hasRoom(),
              audit,
            ),
        },
      ],
      exports: [ReportDesk, ReportReads, ReportPresenter, Acceptance],
    };
  }
}
