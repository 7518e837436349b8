import { Body, Controller, Get, Header, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Accounts } from '@pressroom/identity';
import { missing } from '@pressroom/kernel';
import { type Caller, CurrentUser } from '../access';
import { Documented, TAGS, ZodPipe } from '../http';
import { meFrom } from './answers';
import { changeMeBody, type ChangeMeBody, meAnswer, type MeAnswer } from './schemas';

@ApiTags(TAGS.accounts)
@Controller('api/user/me')
export class UserController {
  constructor(private readonly accounts: Accounts) {}

  @Get()
  @Header('Cache-Control', 'private, no-store')
  @Documented({
    id: 'getMe',
    summary: 'The signed-in account',
    status: 200,
    answer: meAnswer,
    problems: [401],
  })
  async show(@CurrentUser() { accountId }: Caller): Promise<MeAnswer> {
    const account = await this.accounts.byId(accountId);
    if (account === null) throw missing('account');
    return meFrom(account);
  }

  @Patch()
  @Header('Cache-Control', 'private, no-store')
  @Documented({
    id: 'changeMe',
    summary: 'Change the name',
    description: 'null takes the name away; what is not mentioned stays.',
    body: changeMeBody,
    example: { name: 'Ana' },
    status: 200,
    answer: meAnswer,
    problems: [400, 401, 413, 415, 422],
  })
  async change(
    @CurrentUser() caller: Caller,
    @Body(new ZodPipe(changeMeBody)) { name }: ChangeMeBody,
  ): Promise<MeAnswer> {
    if (name === undefined) return this.show(caller);
    return meFrom(await this.accounts.rename(caller.accountId, name));
  }
}
