import { Body, Controller, Get, Header, HttpStatus, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Consents, type ConsentState } from '@pressroom/people';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentUser, Public } from '../access';
import { Documented, TAGS, ZodPipe } from '../http';
import {
  type ConsentAnswer,
  consentAnswer,
  type ConsentsAnswer,
  consentsAnswer,
  type DecideBody,
  decideBody,
  type TextsAnswer,
  textsAnswer,
} from './consent-schemas';

@ApiTags(TAGS.accounts)
@Controller('api')
export class ConsentsController {
  constructor(private readonly consents: Consents) {}

  @Public()
  @Get('consents')
  @Header('Cache-Control', 'public, max-age=300')
  @Documented({
    id: 'listConsentTexts',
    summary: 'The texts that there are to agree to, each in its current version',
    status: 200,
    answer: textsAnswer,
    problems: [],
  })
  texts(): TextsAnswer {
    return { data: this.consents.currentTexts() };
  }

  @Get('user/me/consents')
  @Header('Cache-Control', 'private, no-store')
  @Documented({
    id: 'listMyConsents',
    summary: 'What one agreed to, purpose by purpose, and how that came about',
    status: 200,
    answer: consentsAnswer,
    problems: [401, 403],
  })
  async list(@CurrentUser() { accountId }: Caller): Promise<ConsentsAnswer> {
    return { data: (await this.consents.states(accountId)).map(answerFrom) };
  }

  @Post('user/me/consents')
  @Header('Cache-Control', 'private, no-store')
  @Documented({
    id: 'decideConsent',
    summary: 'Agree to a text, or withdraw',
    description:
      'Only the current version can be agreed to. A withdrawal ends what was agreed to, whichever version it names. What ' +
      'changes nothing is answered 200 and not written down again. Decisions are kept until the account is erased. No door ' +
      'asks for a consent: it is for the client to ask before it sends what it is about, and to stop once it is withdrawn. ' +
      'An older version is refused as `consent_outdated`.',
    body: decideBody,
    examples: {
      Agree: { purpose: 'health-data', version: 1, given: true },
      Withdraw: { purpose: 'health-data', version: 1, given: false },
    },
    status: 201,
    answer: consentAnswer,
    also: { 200: 'It was so already.' },
    problems: [400, 401, 403, 413, 415, 422],
  })
  async decide(
    @CurrentUser() { accountId }: Caller,
    @Body(new ZodPipe(decideBody)) decision: DecideBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConsentAnswer> {
    const { state, written } = await this.consents.decide(accountId, decision);
    void reply.status(written ? HttpStatus.CREATED : HttpStatus.OK);
    return answerFrom(state);
  }
}

function answerFrom({ agreedAt, history, ...state }: ConsentState): ConsentAnswer {
  return {
    ...state,
    agreedAt: agreedAt?.toISOString() ?? null,
    history: history.map(({ at, ...event }) => ({ ...event, at: at.toISOString() })),
  };
}
