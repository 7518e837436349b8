import { type DynamicModule, Module } from '@nestjs/common';
import { ExportController } from './export.controller';

/** The doors of people's rights over what is held about them. */
@Module({})
export class PeopleModule {
  static with(reports: DynamicModule): DynamicModule {
    return { module: PeopleModule, imports: [reports], controllers: [ExportController] };
  }
}
