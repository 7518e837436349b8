import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Imports } from '@pressroom/imports';
import {
  type Cleared,
  hoursImport,
  pollImport,
  type RowPage,
  type StoreRow,
  StoreRows,
  type StoreTableName,
  zoneImport,
} from '@pressroom/stores';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, CurrentUser } from '../access';
import { Documented, IdPipe, TAGS, ZodPipe } from '../http';
import {
  IMPORT_READ,
  ImportPresenter,
  importResource,
  type ImportResource,
  TakesUploads,
  UploadDesk,
} from '../imports';
import { repeatKeyOf } from '../reports/repeat-key';
import {
  cleared,
  dataForm,
  nothingAsked,
  type RowBody,
  rowBody,
  rowPage,
  type RowsQuery,
  rowsQuery,
  storeRow,
} from './schemas';
import { TablePipe } from './table-pipe';

const KINDS = [pollImport, hoursImport, zoneImport].map(({ name }) => name);
const WRITE_PROBLEMS = [400, 401, 404, 413, 415, 422] as const;

/** Polls, business hours and time zones: files in, rows out. */
@ApiTags(TAGS.stores)
@Controller('data')
export class StoreDataController {
  constructor(
    private readonly rows: StoreRows,
    private readonly desk: UploadDesk,
    private readonly imports: Imports,
    private readonly presenter: ImportPresenter,
  ) {}

  @Post()
  @HttpCode(202)
  @TakesUploads()
  @ApiConsumes('multipart/form-data')
  @Documented({
    id: 'importStoreData',
    summary: 'Import polls, business hours and time zones',
    description:
      'Any of the three files, at most ten in a request; field names are free, the header tells what a file is. Polls add to what is there; hours and zones replace those of the stores that they name. The same file again changes nothing.',
    body: dataForm,
    repeatable: true,
    status: 202,
    answer: importResource,
    headers: { Location: 'Where the receipt will be.' },
    problems: [400, 401, 409, 413, 415, 422, 429, 503],
  })
  async import(
    @CurrentUser() { accountId }: Caller,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportResource> {
    const { view, replayed } = await this.desk.receive(request, accountId, {
      kinds: KINDS,
      field: null,
      mostFiles: 10,
      options: {},
      repeatKey: repeatKeyOf(key),
    });
    this.presenter.announce(reply, view, `/data/imports/${view.id}`);
    if (replayed) void reply.header('idempotency-replayed', 'true');
    return this.presenter.resource(view);
  }

  @Get('imports/:id')
  @Documented({ id: 'getStoreImport', ...IMPORT_READ })
  async receipt(
    @CurrentUser() { accountId }: Caller,
    @Param('id', new IdPipe('import')) id: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportResource | undefined> {
    return this.presenter.show(reply, await this.imports.read(accountId, id, KINDS), known);
  }

  @Get(':table')
  @Documented({
    id: 'listStoreRows',
    summary: 'Rows of `store_status`, `business_hours` or `timezones`',
    query: rowsQuery,
    status: 200,
    answer: rowPage,
    revalidated: true,
    problems: [401, 404, 422],
  })
  list(
    @CurrentUser() { accountId }: Caller,
    @Param('table', new TablePipe()) table: StoreTableName,
    @Query(new ZodPipe(rowsQuery)) query: RowsQuery,
  ): Promise<RowPage> {
    return this.rows.list(accountId, table, query);
  }

  @Put(':table/:key')
  @Documented({
    id: 'putStoreRow',
    summary: 'Make a row, or replace it',
    description:
      'Keys: `<store_id>~<instant>`, `<store_id>~<day>~<start>~<end>`, `<store_id>`. Every field is named.',
    body: rowBody,
    example: { status: 'active' },
    status: 200,
    answer: storeRow,
    problems: WRITE_PROBLEMS,
  })
  put(
    @CurrentUser() { accountId }: Caller,
    @Param('table', new TablePipe()) table: StoreTableName,
    @Param('key') key: string,
    @Body(new ZodPipe(rowBody)) values: RowBody,
  ): Promise<StoreRow> {
    return this.rows.write(accountId, table, { key, values, whole: true });
  }

  @Patch(':table/:key')
  @Documented({
    id: 'changeStoreRow',
    summary: 'Change what is named of a row',
    body: rowBody,
    example: { end_time_local: '22:00:00' },
    status: 200,
    answer: storeRow,
    problems: WRITE_PROBLEMS,
  })
  change(
    @CurrentUser() { accountId }: Caller,
    @Param('table', new TablePipe()) table: StoreTableName,
    @Param('key') key: string,
    @Body(new ZodPipe(rowBody)) values: RowBody,
  ): Promise<StoreRow> {
    return this.rows.write(accountId, table, { key, values, whole: false });
  }

  @Delete(':table/:key')
  @HttpCode(204)
  @Documented({ id: 'deleteStoreRow', summary: 'Remove a row', status: 204, problems: [401, 404] })
  async remove(
    @CurrentUser() { accountId }: Caller,
    @Param('table', new TablePipe()) table: StoreTableName,
    @Param('key') key: string,
  ): Promise<void> {
    await this.rows.remove(accountId, table, key);
  }

  @Delete()
  @HttpCode(200)
  @Documented({
    id: 'deleteStoreData',
    summary: 'Remove all own polls, hours and zones',
    description: 'Reports that are finished keep their files.',
    status: 200,
    answer: cleared,
    problems: [401, 422, 503],
  })
  async clear(
    @CurrentUser() { accountId }: Caller,
    @Query(new ZodPipe(nothingAsked)) _query: unknown,
  ): Promise<{ deleted: Cleared }> {
    return { deleted: await this.rows.clear(accountId) };
  }
}
