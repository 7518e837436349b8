import { Global, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Database, openDatabase } from '@pressroom/entities';
import { IdentityModule } from '@pressroom/identity';
import { CONSENT_TEXTS, Consents, type ConsentTexts } from '@pressroom/people';
import { createLogger } from '@pressroom/platform';
import { freshDatabase, type TestDatabase } from '../../../../test/support/databases';
import { AccessModule } from '../access';
import { AccountsModule } from '../accounts';
import { ProblemFilter } from '../http';
import { ConsentsController } from './consents.controller';

/** A text that was changed after people had agreed to it. */
const CHANGED: ConsentTexts = {
  ...CONSENT_TEXTS,
  'health-data': [
    ...CONSENT_TEXTS['health-data'],
    { version: 2, title: 'Data about health', text: 'Said anew.' },
  ],
};

let base: TestDatabase;
let database: Database;
let app: NestFastifyApplication;

beforeAll(async () => {
  base = await freshDatabase();
  const connections = { accountConnections: 2, systemConnections: 2 };
  database = await openDatabase({ url: base.url, name: 'consents test', ...connections });
  @Global()
  @Module({ providers: [{ provide: Database, useValue: database }], exports: [Database] })
  class Rows {}
  const identity = IdentityModule.with({ tokenKeys: [{ kid: 'now', secret: Buffer.alloc(32, 3) }] });
  const built = await Test.createTestingModule({
    imports: [Rows, identity, AccessModule, AccountsModule],
    controllers: [ConsentsController],
    providers: [{ provide: Consents, useFactory: () => new Consents(database, CHANGED) }],
  }).compile();
  app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  const logger = createLogger({ service: 'pressroom-api', level: 'silent' });
  app.useGlobalFilters(new ProblemFilter(logger, () => []));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app.close();
  await database.close();
  await base.drop();
});

async function ask(method: 'GET' | 'POST', url: string, payload?: object, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

describe('a consent to a text that has changed since', () => {
  it('is asked for anew: the old version is refused with a code of its own, and what one agreed to is no longer current', async () => {
    const { body } = await ask('POST', '/api/auth/signup', {
      email: 'early@example.org',
      password: 'seven green kettles',
    });
    const { accessToken: token, user } = body as { accessToken: string; user: { id: string } };
    const door = '/api/user/me/consents';
    const decision = { purpose: 'health-data', version: 1, given: true };
    await new Consents(database).decide(user.id, { ...decision, purpose: 'health-data' });

    const listed = (await ask('GET', door, undefined, token)).body as { data: { purpose: string }[] };
    expect(listed.data.find(({ purpose }) => purpose === 'health-data')).toMatchObject({
      currentVersion: 2,
      agreedVersion: 1,
      current: false,
    });
    expect(await ask('POST', door, decision, token)).toMatchObject({
      status: 422,
      body: {
        code: 'consent_outdated',
        errors: [{ pointer: '/version', detail: 'is outdated; the current one is 2' }],
      },
    });
    expect(await ask('POST', door, { ...decision, version: 2 }, token)).toMatchObject({
      status: 201,
      body: { agreedVersion: 2, current: true, history: [{ version: 2 }, { version: 1 }] },
    });
  });
});
