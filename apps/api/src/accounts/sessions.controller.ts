import { Controller, Delete, Get, Header, HttpCode, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Sessions } from '@pressroom/identity';
import { decodeCursor, type Page } from '@pressroom/kernel';
import { type Caller, CurrentUser } from '../access';
import { Documented, IdPipe, TAGS, ZodPipe } from '../http';
import { sessionFrom } from './answers';
import { type SessionAnswer, sessionPageAnswer, sessionQuery, type SessionQuery } from './schemas';

const sessionIdPipe = new IdPipe('session');

@ApiTags(TAGS.accounts)
@Controller('api/auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @Header('Cache-Control', 'private, no-store')
  @Documented({
    id: 'listSessions',
    summary: 'Live sessions of the account, newest first',
    status: 200,
    query: sessionQuery,
    answer: sessionPageAnswer,
    problems: [401, 422],
  })
  async list(
    @CurrentUser() { accountId, sessionId }: Caller,
    @Query(new ZodPipe(sessionQuery)) { limit, cursor }: SessionQuery,
  ): Promise<Page<SessionAnswer>> {
    const position = cursor === undefined ? undefined : decodeCursor(cursor);
    const { data, nextCursor } = await this.sessions.list(accountId, limit, position);
    return { data: data.map((facts) => sessionFrom(facts, sessionId)), nextCursor };
  }

  @Delete()
  @HttpCode(204)
  @Documented({
    id: 'endAllSessions',
    summary: 'End every session of the account, this one too',
    description: 'Download links given out before stop working as well.',
    status: 204,
    problems: [401],
  })
  async endAll(@CurrentUser() { accountId }: Caller): Promise<void> {
    await this.sessions.endAll(accountId);
  }

  @Delete(':id')
  @HttpCode(204)
  @Documented({ id: 'endSession', summary: 'End one session', status: 204, problems: [401, 404] })
  async end(@CurrentUser() { accountId }: Caller, @Param('id', sessionIdPipe) id: string): Promise<void> {
    await this.sessions.end(accountId, id);
  }
}
