import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ApiKeyFacts, ApiKeys } from '@pressroom/identity';
import { decodeCursor, type Page } from '@pressroom/kernel';
import { type Caller, CurrentUser } from '../access';
import { Documented, IdPipe, TAGS, ZodPipe } from '../http';
import {
  type ApiKeyAnswer,
  apiKeyPage,
  apiKeyQuery,
  type ApiKeyQuery,
  madeApiKeyAnswer,
  newApiKey,
  type NewApiKey,
} from './schemas';

const keyIdPipe = new IdPipe('API key');

@ApiTags(TAGS.accounts)
@Controller('api/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Post()
  @HttpCode(201)
  @Header('Cache-Control', 'no-store')
  @Documented({
    id: 'createApiKey',
    summary: 'Make a key for a program',
    description:
      'Sent as `X-API-Key` in place of `Authorization`. It opens what its scopes name, and never accounts, sessions or keys.',
    body: newApiKey,
    example: { name: 'Nightly reports', scopes: ['reports:read', 'reports:write'] },
    status: 201,
    answer: madeApiKeyAnswer,
    problems: [400, 401, 403, 409, 413, 415, 422],
  })
  async create(
    @CurrentUser() { accountId }: Caller,
    @Body(new ZodPipe(newApiKey)) { name, scopes, expiresAt }: NewApiKey,
  ): Promise<ApiKeyAnswer & { key: string }> {
    const made = await this.keys.create(accountId, {
      name,
      scopes,
      expiresAt: typeof expiresAt === 'string' ? new Date(expiresAt) : null,
    });
    return { ...answerFrom(made), key: made.key };
  }

  @Get()
  @Header('Cache-Control', 'private, no-store')
  @Documented({
    id: 'listApiKeys',
    summary: 'Live keys of the account, newest first',
    query: apiKeyQuery,
    status: 200,
    answer: apiKeyPage,
    problems: [401, 403, 422],
  })
  async list(
    @CurrentUser() { accountId }: Caller,
    @Query(new ZodPipe(apiKeyQuery)) { limit, cursor }: ApiKeyQuery,
  ): Promise<Page<ApiKeyAnswer>> {
    const position = cursor === undefined ? undefined : decodeCursor(cursor);
    const { data, nextCursor } = await this.keys.list(accountId, limit, position);
    return { data: data.map(answerFrom), nextCursor };
  }

  @Delete(':id')
  @HttpCode(204)
  @Documented({ id: 'revokeApiKey', summary: 'Revoke a key', status: 204, problems: [401, 403, 404] })
  async revoke(@CurrentUser() { accountId }: Caller, @Param('id', keyIdPipe) id: string): Promise<void> {
    await this.keys.revoke(accountId, id);
  }
}

function answerFrom(facts: ApiKeyFacts): ApiKeyAnswer {
  const { id, name, hint, scopes, createdAt, lastUsedAt, expiresAt } = facts;
  return {
    id,
    name,
    hint,
    scopes: [...scopes],
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
