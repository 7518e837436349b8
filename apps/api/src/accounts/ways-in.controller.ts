import { Body, Controller, Header, HttpCode, HttpStatus, Ip, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OwnWaysIn } from '@pressroom/identity';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentUser } from '../access';
import { Documented, TAGS, ZodPipe } from '../http';
import { meFrom } from './answers';
import { CODE_ASKED } from './phone.controller';
import type { CodeAnswer, MeAnswer } from './schemas';
import {
  changePasswordBody,
  type ChangePasswordBody,
  changePhoneAnswer,
  changePhoneBody,
  type ChangePhoneBody,
} from './ways-in-schemas';

@ApiTags(TAGS.accounts)
@Controller('api/user/me')
export class WaysInController {
  constructor(private readonly ways: OwnWaysIn) {}

  @Put('phone')
  @Header('Cache-Control', 'private, no-store')
  @Documented({
    id: 'changePhone',
    summary: 'Set or change the phone number',
    description:
      'Without `code`, one is sent to the number (202); with it, the number becomes the one of the account (200), and ' +
      'every other session and download link ends. `password` is needed with the first when the account has one.',
    body: changePhoneBody,
    example: { phone: '+12025550178', password: 'seven green kettles' },
    status: 202,
    answer: changePhoneAnswer,
    also: { 200: 'Changed: the account.' },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
  })
  async changePhone(
    @CurrentUser() caller: Caller,
    @Body(new ZodPipe(changePhoneBody)) { phone, code, password }: ChangePhoneBody,
    @Ip() ip: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeAnswer | CodeAnswer> {
    if (code !== undefined) return meFrom(await this.ways.changePhone(caller, phone, code));
    await this.ways.askForPhone(caller, phone, password, ip);
    void reply.status(HttpStatus.ACCEPTED);
    return CODE_ASKED;
  }

  @Put('password')
  @HttpCode(204)
  @Documented({
    id: 'changePassword',
    summary: 'Set or change the password',
    description:
      'Ends every other session and every download link. Without a password so far, the sign-in must be at most 10 ' +
      'minutes old. API keys stay.',
    body: changePasswordBody,
    example: { currentPassword: 'seven green kettles', newPassword: 'eleven blue lanterns' },
    status: 204,
    problems: [400, 401, 403, 413, 415, 422, 429, 503],
  })
  async changePassword(
    @CurrentUser() caller: Caller,
    @Body(new ZodPipe(changePasswordBody)) { currentPassword, newPassword }: ChangePasswordBody,
  ): Promise<void> {
    await this.ways.changePassword(caller, currentPassword, newPassword);
  }
}
