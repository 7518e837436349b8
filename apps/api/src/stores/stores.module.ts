import { type DynamicModule, Module } from '@nestjs/common';
import { StoresModule } from '@pressroom/stores';
import { StoreDataController } from './data.controller';
import { UptimeAnswers } from './uptime-answers';
import { UptimeController } from './uptime.controller';

/** The doors of store monitoring. */
@Module({})
export class StoreDoorsModule {
  /** @param reports the very module that the app imports, so that there is one desk */
  static with(reports: DynamicModule): DynamicModule {
    return {
      module: StoreDoorsModule,
      imports: [StoresModule, reports],
      controllers: [StoreDataController, UptimeController],
      providers: [UptimeAnswers],
    };
  }
}
