import { Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from '@pressroom/kernel';
import { STORE_TABLES, type StoreTableName } from '@pressroom/stores';

/** Names that older clients use. */
const ALIASES: Readonly<Record<string, StoreTableName>> = {
  storestatus: 'store_status',
  businesshour: 'business_hours',
  businesshours: 'business_hours',
  timezone: 'timezones',
};

/** A table in the address; an unknown one is 404 and hears which there are. */
@Injectable()
export class TablePipe implements PipeTransform<string, StoreTableName> {
  transform(value: string): StoreTableName {
    const name = value.toLowerCase();
    const table =
      STORE_TABLES.find((known) => known === name) ??
      (Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined);
    if (table !== undefined) return table;
    throw new DomainError('missing', 'unknown_table', {
      detail: `there is no such table; the tables are ${STORE_TABLES.join(', ')}`,
    });
  }
}
