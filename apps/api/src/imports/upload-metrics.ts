import type { UploadedFile } from '@pressroom/imports';
import type { Metrics } from '@pressroom/platform';

/** What operators see of uploads at the doors. Labels are outcomes and codes of problems. */
export class UploadMetrics {
  private readonly uploads;
  private readonly bytes;

  constructor(metrics: Metrics) {
    this.uploads = metrics.counter(
      'pressroom_uploads_total',
      'Uploads by what became of them: taken, replayed or refused',
      ['outcome', 'code'],
    );
    this.bytes = metrics.counter('pressroom_upload_bytes_total', 'Bytes of files that were taken in');
  }

  taken(replayed: boolean, files: readonly UploadedFile[]): void {
    this.uploads.inc({ outcome: replayed ? 'replayed' : 'taken', code: '' });
    if (!replayed) this.bytes.inc(files.reduce((sum, { bytes }) => sum + bytes, 0));
  }

  refused(code: string): void {
    this.uploads.inc({ outcome: 'refused', code });
  }
}
