import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Imports } from '@pressroom/imports';
import { type Clock, DomainError, missing } from '@pressroom/kernel';
import { RefusedRowsSigner } from '@pressroom/signing';
import type { ArtefactStore } from '@pressroom/storage';
import contentDisposition from 'content-disposition';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentUser, Public } from '../access';
import { Documented, IdPipe, TAGS } from '../http';
import { ARTEFACT_STORE, CLOCK } from '../tokens';
import { ImportPresenter } from './import-presenter';
import { IMPORT_READ, type ImportResource } from './schemas';

@ApiTags(TAGS.imports)
@Controller('api/imports')
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly presenter: ImportPresenter,
    private readonly signer: RefusedRowsSigner,
    @Inject(ARTEFACT_STORE) private readonly store: ArtefactStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The token is the right, as for reports. */
  @Public()
  @Get('refused/:token')
  @Documented({
    id: 'downloadRefusedRows',
    summary: 'The refused rows of an imported file',
    description:
      'Needs no sign-in. The rows as they came, with `_row`, `_column` and `_reason` at their end.',
    status: 200,
    answers: ['text/csv'],
    problems: [404, 410],
  })
  async refused(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const grant = this.signer.verify(token, this.clock.now());
    if (grant === 'bad') throw missing('download');
    if (grant === 'expired')
      throw new DomainError('gone', 'link_expired', {
        detail: 'this link has expired: read the import for a fresh one',
      });
    const view = await this.imports.byLink(grant.iid);
    const file = view?.receipt?.files[grant.at];
    if (view === null || view.downloadEpoch !== grant.ep || file === undefined || file.refusedKey === null)
      throw missing('download');
    const { stream, bytes } = await this.store.open(file.refusedKey);
    const name = `${file.name.replace(/\.[^.]*$/, '')}_refused.csv`;
    await reply
      .headers({
        'content-type': 'text/csv',
        'content-length': String(bytes),
        'content-disposition': contentDisposition(name, { type: 'attachment' }),
        'content-security-policy': `sandbox; default-src 'none'`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex',
      })
      .send(stream);
  }

  @Get(':id')
  @Documented({ id: 'getImport', ...IMPORT_READ })
  async show(
    @CurrentUser() { accountId }: Caller,
    @Param('id', new IdPipe('import')) id: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportResource | undefined> {
    return this.presenter.show(reply, await this.imports.read(accountId, id), known);
  }
}
