import { appendAudit, type AuditEntry, type Database, type Tx } from '@pressroom/entities';

/** Appends to the audit log. The database refuses to change or remove what was written. */
export class AuditLog {
  constructor(private readonly database: Database) {}

  /** @param tx to stand or fall with the change that the entry tells of */
  async write(entry: AuditEntry, tx?: Tx): Promise<void> {
    await appendAudit(tx ?? this.database, entry);
  }
}
