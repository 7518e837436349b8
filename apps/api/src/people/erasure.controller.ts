import { Body, Controller, Delete, Get, Header, HttpCode, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { missing } from '@pressroom/kernel';
import { Erasures, type ErasureView } from '@pressroom/people';
import { ErasureTickets, SealRing } from '@pressroom/signing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, CurrentUser, LeaversToo, Public } from '../access';
import { Documented, PublicAddress, TAGS, ZodPipe } from '../http';
import { EraseDesk } from './erase-desk';
import {
  eraseBody,
  type EraseBody,
  erasureAnswer,
  type ErasureAnswer,
  keysAnswer,
  type KeysAnswer,
} from './schemas';

const LOOK_AGAIN_SECONDS = 5;

@ApiTags(TAGS.accounts)
@Controller()
export class ErasureController {
  constructor(
    private readonly desk: EraseDesk,
    private readonly erasures: Erasures,
    private readonly tickets: ErasureTickets,
    private readonly seals: SealRing,
    private readonly address: PublicAddress,
  ) {}

  @Delete('api/user/me')
  @HttpCode(202)
  @LeaversToo()
  @Documented({
    id: 'eraseMe',
    summary: 'Erase the account and everything held about it',
    description:
      'Proves once more who asks: the password, or for an account without one a sign-in of the last ten minutes. From ' +
      'the answer on nobody signs in and no session, key or link works. What remains is a certificate. A second request ' +
      'with the same access token is answered as the first.',
    body: eraseBody,
    example: { password: 'seven green kettles' },
    status: 202,
    answer: erasureAnswer,
    headers: { Location: 'How it is going.', 'Retry-After': 'Seconds after which to look.' },
    problems: [400, 401, 403, 413, 415, 422, 429],
  })
  async erase(
    @CurrentUser() caller: Caller,
    @Body(new ZodPipe(eraseBody)) { password }: EraseBody,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ErasureAnswer> {
    const answer = this.answer(await this.desk.erase(caller, password, ip));
    void reply.headers({
      location: new URL(answer.statusUrl).pathname,
      'retry-after': String(LOOK_AGAIN_SECONDS),
      'cache-control': 'no-store',
    });
    return answer;
  }

  @Public()
  @Get('api/erasures/:ticket')
  @Header('Cache-Control', 'private, no-store')
  @Documented({
    id: 'getErasure',
    summary: 'How an erasure is going, and its certificate',
    description: 'The address is the right: whoever asked for the erasure was given it.',
    status: 200,
    answer: erasureAnswer,
    headers: { 'Retry-After': 'Seconds after which to look; until the end.' },
    problems: [404],
  })
  async show(
    @Param('ticket') ticket: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ErasureAnswer> {
    const id = this.tickets.read(ticket);
    if (id === null) throw missing('erasure');
    const answer = this.answer(await this.erasures.byId(id));
    if (answer.status === 'RUNNING') void reply.header('retry-after', String(LOOK_AGAIN_SECONDS));
    return answer;
  }

  @Public()
  @Get('.well-known/pressroom-keys.json')
  @Header('Cache-Control', 'public, max-age=300')
  @Documented({
    id: 'publishedKeys',
    summary: 'Public keys of what the service certifies, as a JSON Web Key Set',
    status: 200,
    answer: keysAnswer,
    problems: [],
  })
  keys(): KeysAnswer {
    return { keys: this.seals.published };
  }

  private answer({ id, requestedAt, completedAt, certificate }: ErasureView): ErasureAnswer {
    return {
      id,
      status: completedAt === null ? 'RUNNING' : 'COMPLETED',
      requestedAt: requestedAt.toISOString(),
      completedAt: completedAt?.toISOString() ?? null,
      statusUrl: this.address.of(`/api/erasures/${this.tickets.of(id)}`),
      certificate,
    };
  }
}
