import { Module } from '@nestjs/common';
import { Submissions } from './submissions';

/** The store of submissions. Needs `Database` from a global module of the app. Readers are made per snapshot, by hand. */
@Module({ providers: [Submissions], exports: [Submissions] })
export class FeedbackModule {}
