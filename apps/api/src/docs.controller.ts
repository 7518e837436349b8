import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from './access';

/** Addresses that people try first. */
@ApiExcludeController()
@Controller()
export class DocsController {
  @Public()
  @Get(['swagger', 'api/schema/swagger-ui'])
  @Redirect('/docs', 302)
  toDocs(): void {
    // the decorator answers
  }
}
