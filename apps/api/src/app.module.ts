import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from '@pressroom/config';
import { Database, openDatabase } from '@pressroom/entities';
import { CodePost, type GoogleSettings, IdentityModule, type PhoneSettings } from '@pressroom/identity';
import { systemClock } from '@pressroom/kernel';
import { type Logger, Metrics } from '@pressroom/platform';
import { JobSender, QueuesModule } from '@pressroom/queues';
import { openStore, RoomWatch } from '@pressroom/storage';
import { AccessModule } from './access';
import { AccountsModule, OutboxPost } from './accounts';
import { ApiKeysModule } from './api-keys';
import { DocsController } from './docs.controller';
import { FeedbackDoorsModule } from './feedback';
import { FoodLogsModule } from './food-logs/food-logs.module';
import { HealthController, METRICS_TOKEN } from './health/health.controller';
import { PublicAddress } from './http';
import { type Counting, LimitsModule } from './limits';
import { ImportsModule } from './imports';
import { PeopleModule } from './people';
import { ReportsModule } from './reports/reports.module';
import { StoreDoorsModule } from './stores';
import { ARTEFACT_STORE, CLOCK, LOGGER } from './tokens';

/** What every module of the api may ask for. */
@Global()
@Module({})
class FoundationModule {
  static with(config: Config, logger: Logger): DynamicModule {
    const metrics = new Metrics('api');
    const damaged = metrics.counter(
      'pressroom_artefacts_damaged_total',
      'Times a stored file was asked for and was not what was stored',
    );
    const store = openStore(config.storage.url, undefined, () => damaged.inc());
    const providers = [
      {
        provide: Database,
        useFactory: () =>
          openDatabase({
            url: config.database.url,
            name: 'pressroom api',
            accountConnections: config.database.poolSize,
            systemConnections: 4,
            waitMs: config.database.poolWaitMs,
            statementTimeoutMs: config.database.statementTimeoutMs,
          }),
      },
      { provide: ARTEFACT_STORE, useValue: store },
      { provide: RoomWatch, useValue: new RoomWatch(store, config.storage.freeShare) },
      { provide: CLOCK, useValue: systemClock },
      { provide: LOGGER, useValue: logger },
      { provide: Metrics, useValue: metrics },
      { provide: PublicAddress, useValue: new PublicAddress(config.http.publicUrl) },
      { provide: METRICS_TOKEN, useValue: config.metricsToken },
      {
        provide: CodePost,
        inject: [JobSender],
        useFactory: (sender: JobSender) => (sendsToPhones(config) ? new OutboxPost(sender) : undefined),
      },
    ];
    return { module: FoundationModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}

function phoneSettings({ otpPepper, outside }: Config): PhoneSettings {
  return { pepper: otpPepper, countries: outside.smsCountries, dayBudget: outside.smsDayBudget };
}

function googleSettings({ people: { google } }: Config): GoogleSettings | null {
  const { clientId, issuers, jwksUrl } = google;
  return clientId === null ? null : { clientId, issuers, jwksUrl };
}

/** In production a gateway must be there; elsewhere the log is one. */
function sendsToPhones({ outside, environment }: Config): boolean {
  return environment !== 'production' || outside.smsUrl !== null;
}

@Module({})
export class AppModule {
  static with(config: Config, logger: Logger, counting: Counting): DynamicModule {
    const reports = ReportsModule.with(config);
    return {
      module: AppModule,
      imports: [
        FoundationModule.with(config, logger),
        QueuesModule.forProducer({ url: config.redis.url }),
        IdentityModule.with({
          tokenKeys: config.tokens.keys,
          lives: config.people,
          attempts: counting.attempts,
          phone: phoneSettings(config),
          google: googleSettings(config),
        }),
        LimitsModule.with(config, counting),
        AccessModule,
        AccountsModule,
        ApiKeysModule,
        ImportsModule.with(config),
        FoodLogsModule,
        reports,
        PeopleModule.with(config, reports),
        FeedbackDoorsModule.with(config, reports),
        StoreDoorsModule.with(reports),
      ],
      controllers: [HealthController, DocsController],
    };
  }
}
