import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A store as its owner calls it, and the number that its other rows carry. */
@Entity('stores')
export class Store {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @PrimaryColumn('integer', { generated: 'identity' }) no!: number;
  @Column('text', { name: 'store_id' }) storeId!: string;
  /** IANA; null: not told. */
  @Column('text', { name: 'time_zone', nullable: true }) timeZone!: string | null;
}

/** One window of a weekday (0 = Monday), in seconds since local midnight. */
@Entity('store_hours')
export class StoreHours {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @PrimaryColumn('integer') store!: number;
  @PrimaryColumn('smallint') day!: number;
  @PrimaryColumn('integer') opens!: number;
  @PrimaryColumn('integer') closes!: number;
}

/** What a poll found. */
@Entity('store_polls')
export class StorePoll {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @PrimaryColumn('integer') store!: number;
  /** Microseconds count: a Date would lose them. */
  @PrimaryColumn('timestamptz') at!: string;
  @Column('boolean') active!: boolean;
}
