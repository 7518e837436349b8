import { Module } from '@nestjs/common';
import { StoreRows } from './store-rows';

/** The stores' service. Needs `Database` from a global module of the app. Readers are made per snapshot, by hand. */
@Module({ providers: [StoreRows], exports: [StoreRows] })
export class StoresModule {}
