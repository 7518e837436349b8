import { Body, Controller, Header, Headers, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Accounts, PasswordSignIn, Sessions, TokenSets } from '@pressroom/identity';
import { type Caller, CurrentUser, Public } from '../access';
import { Documented, TAGS, ZodPipe } from '../http';
import { tokensFrom } from './answers';
import {
  refreshBody,
  type RefreshBody,
  signInBody,
  type SignInBody,
  signUpBody,
  type SignUpBody,
  tokensAnswer,
  type TokensAnswer,
} from './schemas';

@ApiTags(TAGS.accounts)
@Controller('api/auth')
export class AuthController {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwordSignIn: PasswordSignIn,
    private readonly tokenSets: TokenSets,
    private readonly sessions: Sessions,
  ) {}

  @Public()
  @Post('signup')
  @HttpCode(201)
  @Header('Cache-Control', 'no-store')
  @Documented({
    id: 'signUp',
    summary: 'Make an account and sign in',
    body: signUpBody,
    example: { email: 'ana@example.org', password: 'seven green kettles', name: 'Ana' },
    status: 201,
    answer: tokensAnswer,
    problems: [400, 409, 413, 415, 422, 503],
  })
  async signUp(
    @Body(new ZodPipe(signUpBody)) body: SignUpBody,
    @Headers('user-agent') userAgent: string | undefined,
  ): Promise<TokensAnswer> {
    const { email, password, name = null } = body;
    const account = await this.accounts.signUp({ email, password, name });
    return tokensFrom(await this.tokenSets.begin(account, userAgent ?? null));
  }

  @Public()
  @Post('signin')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Documented({
    id: 'signIn',
    summary: 'Sign in with e-mail and password',
    description: 'A wrong password and an unknown address are answered alike.',
    body: signInBody,
    example: { email: 'ana@example.org', password: 'seven green kettles' },
    status: 200,
    answer: tokensAnswer,
    problems: [400, 401, 413, 415, 422, 429, 503],
  })
  async signIn(
    @Body(new ZodPipe(signInBody)) { email, password }: SignInBody,
    @Ip() ip: string,
    @Headers('user-agent') userAgent: string | undefined,
  ): Promise<TokensAnswer> {
    const account = await this.passwordSignIn.authenticate(email, password, ip);
    return tokensFrom(await this.tokenSets.begin(account, userAgent ?? null));
  }

  @Public()
  @Post('refresh')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Documented({
    id: 'refreshTokens',
    summary: 'Exchange a refresh token for the next pair',
    description: 'A refresh token is good once. One that comes back after use ends its whole session.',
    body: refreshBody,
    example: { refreshToken: 'prt_qF4c2u5S6c9xVt3kN0yJwUO1bXhB7dLmZr8aEgPiTsM' },
    status: 200,
    answer: tokensAnswer,
    problems: [400, 401, 413, 415, 422],
  })
  async refresh(@Body(new ZodPipe(refreshBody)) { refreshToken }: RefreshBody): Promise<TokensAnswer> {
    return tokensFrom(await this.tokenSets.renew(refreshToken));
  }

  @Post('signout')
  @HttpCode(204)
  @Documented({
    id: 'signOut',
    summary: 'End the session of this access token',
    status: 204,
    problems: [401],
  })
  async signOut(@CurrentUser() { accountId, sessionId }: Caller): Promise<void> {
    if (sessionId !== null) await this.sessions.signOut(accountId, sessionId);
  }
}
