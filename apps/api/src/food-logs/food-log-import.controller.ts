import { Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Imports } from '@pressroom/imports';
import { DomainError } from '@pressroom/kernel';
import { foodLogImport, mayNamePeople } from '@pressroom/nutrition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentUser } from '../access';
import { Documented, IdPipe, TAGS, ZodPipe } from '../http';
import {
  fileForm,
  IMPORT_READ,
  ImportPresenter,
  importResource,
  type ImportResource,
  TakesUploads,
  UploadDesk,
} from '../imports';
import { repeatKeyOf } from '../reports/repeat-key';

const importQuery = z.strictObject({
  dateOrder: z
    .enum(['mdy', 'dmy'])
    .optional()
    .describe('How dates such as 9/11/2024 are read, when the column itself does not tell.'),
  people: z
    .string()
    .max(60)
    .refine(mayNamePeople, 'must name a column that says whose row it is, such as User_ID')
    .optional()
    .describe(
      'Operators only: the column that names people, such as `User_ID`. Each row goes to the account whose id it is; ' +
        'any other word gets an account of its own, found again by the next file of the same operator.',
    ),
});
type ImportQuery = z.output<typeof importQuery>;

@ApiTags(TAGS.foodLogs)
@Controller('api/food-logs')
export class FoodLogImportController {
  constructor(
    private readonly desk: UploadDesk,
    private readonly imports: Imports,
    private readonly presenter: ImportPresenter,
  ) {}

  @Post('import')
  @HttpCode(202)
  @TakesUploads()
  @ApiConsumes('multipart/form-data')
  @Documented({
    id: 'importFoodLogs',
    summary: 'Import a food diary from a CSV file',
    description:
      'Field `file`. Needs a date and a food; categories, meals and nutrients are found under their usual names. ' +
      'The same file again adds nothing.',
    body: fileForm,
    query: importQuery,
    repeatable: true,
    status: 202,
    answer: importResource,
    headers: { Location: 'Where the receipt will be; `/api/food-logs/import/{id}` tells it as well.' },
    problems: [400, 401, 403, 409, 413, 415, 422, 429, 503],
  })
  async import(
    @CurrentUser() { accountId, role }: Caller,
    @Query(new ZodPipe(importQuery)) query: ImportQuery,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportResource> {
    const { view, replayed } = await this.desk.receive(request, accountId, {
      kinds: [foodLogImport.name],
      field: 'file',
      options: optionsOf(query, role),
      repeatKey: repeatKeyOf(key),
    });
    this.presenter.announce(reply, view);
    if (replayed) void reply.header('idempotency-replayed', 'true');
    return this.presenter.resource(view);
  }

  @Get('import/:id')
  @Documented({ id: 'getFoodLogImport', ...IMPORT_READ })
  async receipt(
    @CurrentUser() { accountId }: Caller,
    @Param('id', new IdPipe('import')) id: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportResource | undefined> {
    return this.presenter.show(reply, await this.imports.read(accountId, id, [foodLogImport.name]), known);
  }
}

/** @throws DomainError `forbidden` when a member asks for what is an operator's */
function optionsOf({ dateOrder, people }: ImportQuery, role: Caller['role']): Record<string, string> {
  if (people !== undefined && role !== 'operator')
    throw new DomainError('forbidden', 'role_required', { detail: 'only operators import for other people' });
  return {
    ...(dateOrder === undefined ? {} : { dateOrder }),
    ...(people === undefined ? {} : { people }),
  };
}
