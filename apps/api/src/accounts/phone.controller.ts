import { Body, Controller, Header, Headers, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PhoneSignIn, TokenSets } from '@pressroom/identity';
import { Public } from '../access';
import { Documented, TAGS, ZodPipe } from '../http';
import { tokensFrom } from './answers';
import {
  type CodeAnswer,
  codeAnswer,
  requestCodeBody,
  type RequestCodeBody,
  tokensAnswer,
  type TokensAnswer,
  verifyCodeBody,
  type VerifyCodeBody,
} from './schemas';

@ApiTags(TAGS.accounts)
@Controller('api/auth/otp')
export class PhoneController {
  constructor(
    private readonly phoneSignIn: PhoneSignIn,
    private readonly tokenSets: TokenSets,
  ) {}

  @Public()
  @Post('request')
  @HttpCode(202)
  @Header('Cache-Control', 'no-store')
  @Documented({
    id: 'requestCode',
    summary: 'Have a one-time code sent to a phone',
    description:
      'Six digits, good for 5 minutes and 5 tries; a further request ends the code before. The answer is alike ' +
      'whether the number has an account or not. At most one code a minute, 5 an hour and 10 a day go to a number.',
    body: requestCodeBody,
    example: { phone: '+12025550143' },
    status: 202,
    answer: codeAnswer,
    problems: [400, 404, 413, 415, 422, 429, 503],
  })
  async request(
    @Body(new ZodPipe(requestCodeBody)) { phone }: RequestCodeBody,
    @Ip() ip: string,
  ): Promise<CodeAnswer> {
    await this.phoneSignIn.request(phone, ip);
    return CODE_ASKED;
  }

  @Public()
  @Post('verify')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Documented({
    id: 'verifyCode',
    summary: 'Sign in, or make an account, with the code sent to a phone',
    description:
      'The account is made here when the number has none. A wrong, used, replaced or expired code, and ' +
      'one for another number, are answered alike.',
    body: verifyCodeBody,
    example: { phone: '+12025550143', code: '012345' },
    status: 200,
    answer: tokensAnswer,
    problems: [400, 401, 404, 413, 415, 422, 429],
  })
  async verify(
    @Body(new ZodPipe(verifyCodeBody)) { phone, code }: VerifyCodeBody,
    @Headers('user-agent') userAgent: string | undefined,
  ): Promise<TokensAnswer> {
    const account = await this.phoneSignIn.verify(phone, code);
    return tokensFrom(await this.tokenSets.begin(account, userAgent ?? null));
  }
}

/** The same words for everybody. */
export const CODE_ASKED: CodeAnswer = { status: 'SENT_IF_POSSIBLE', expiresIn: 300, resendAfter: 60 };
