import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Documented, TAGS } from '../http';
import { limitsAnswer, type LimitsAnswer } from './schemas';

export const LIMITS_IN_FORCE = Symbol('LimitsInForce');

@ApiTags(TAGS.accounts)
@Controller('api/limits')
export class LimitsController {
  constructor(@Inject(LIMITS_IN_FORCE) private readonly limits: LimitsAnswer) {}

  @Get()
  @Documented({
    id: 'getLimits',
    summary: 'The limits in force',
    status: 200,
    answer: limitsAnswer,
    revalidated: true,
    problems: [401, 403],
  })
  show(): LimitsAnswer {
    return this.limits;
  }
}
