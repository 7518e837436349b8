import { Body, Controller, Delete, Header, Headers, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { GoogleSignIn, OwnWaysIn, Reauthentication, TokenSets } from '@pressroom/identity';
import { type Caller, CurrentUser, Public } from '../access';
import { Documented, TAGS, ZodPipe } from '../http';
import { tokensFrom } from './answers';
import { tokensAnswer, type TokensAnswer } from './schemas';
import {
  googleBody,
  type GoogleBody,
  linkGoogleBody,
  type LinkGoogleBody,
  unlinkGoogleBody,
  type UnlinkGoogleBody,
} from './ways-in-schemas';

const EXAMPLE = { idToken: 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl' };

@ApiTags(TAGS.accounts)
@Controller('api')
export class GoogleController {
  constructor(
    private readonly google: GoogleSignIn,
    private readonly proof: Reauthentication,
    private readonly ways: OwnWaysIn,
    private readonly tokenSets: TokenSets,
  ) {}

  @Public()
  @Post('auth/google')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Documented({
    id: 'signInWithGoogle',
    summary: 'Sign in, or make an account, with an ID token of Google',
    description:
      'Each token is good once. A client that made a nonce for it brings the nonce along. An e-mail that has an ' +
      'account already is answered 409: its owner signs in as before and links Google there.',
    body: googleBody,
    example: EXAMPLE,
    status: 200,
    answer: tokensAnswer,
    problems: [400, 401, 404, 409, 413, 415, 422, 503],
  })
  async signIn(
    @Body(new ZodPipe(googleBody)) { idToken, nonce }: GoogleBody,
    @Headers('user-agent') userAgent: string | undefined,
  ): Promise<TokensAnswer> {
    const account = await this.google.authenticate(idToken, nonce ?? null);
    return tokensFrom(await this.tokenSets.begin(account, userAgent ?? null));
  }

  @Put('user/me/google')
  @HttpCode(204)
  @Documented({
    id: 'linkGoogle',
    summary: 'Let a Google account open this account from now on',
    description:
      'Google must have verified its e-mail address, and that must be the one of this account if it has one. ' +
      '`password` is needed when the account has one; otherwise the sign-in must be at most 10 minutes old.',
    body: linkGoogleBody,
    example: { ...EXAMPLE, password: 'seven green kettles' },
    status: 204,
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
  })
  async link(
    @CurrentUser() caller: Caller,
    @Body(new ZodPipe(linkGoogleBody)) { idToken, nonce, password }: LinkGoogleBody,
  ): Promise<void> {
    await this.proof.confirm(caller, password);
    await this.google.link(caller.accountId, idToken, nonce ?? null);
  }

  @Delete('user/me/google')
  @HttpCode(204)
  @Documented({
    id: 'unlinkGoogle',
    summary: 'Let the Google account open this account no more',
    description:
      'Ends every other session and every download link. `password` is needed when the account has one; otherwise the ' +
      'sign-in must be at most 10 minutes old. The last way in stays: 409.',
    body: unlinkGoogleBody,
    example: { password: 'seven green kettles' },
    status: 204,
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
  })
  async unlink(
    @CurrentUser() caller: Caller,
    @Body(new ZodPipe(unlinkGoogleBody)) { password }: UnlinkGoogleBody,
  ): Promise<void> {
    await this.ways.changeElsewhere(caller, password, (within) =>
      this.google.unlink(caller.accountId, within),
    );
  }
}
