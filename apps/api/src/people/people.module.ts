import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '@pressroom/config';
import { Database } from '@pressroom/entities';
import { Consents, Erasures } from '@pressroom/people';
import { ErasureTickets, SealRing } from '@pressroom/signing';
import { ConsentsController } from './consents.controller';
import { EraseDesk } from './erase-desk';
import { ErasureController } from './erasure.controller';
import { ExportController } from './export.controller';

/** The doors of people's rights over what is held about them. Needs IdentityModule. */
@Module({})
export class PeopleModule {
  static with({ signing }: Config, reports: DynamicModule): DynamicModule {
    return {
      module: PeopleModule,
      imports: [reports],
      controllers: [ExportController, ErasureController, ConsentsController],
      providers: [
        EraseDesk,
        {
          provide: Erasures,
          inject: [Database],
          useFactory: (database: Database) => new Erasures(database),
        },
        {
          provide: Consents,
          inject: [Database],
          useFactory: (database: Database) => new Consents(database),
        },
        { provide: ErasureTickets, useFactory: () => new ErasureTickets(signing.keys) },
        { provide: SealRing, useFactory: () => new SealRing(signing.keys) },
      ],
    };
  }
}
