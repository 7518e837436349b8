import { type DynamicModule, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Config } from '@pressroom/config';
import { FeedbackModule } from '@pressroom/feedback';
import { AssignmentAnswers } from './assignment-answers';
import { AssignmentDesk } from './assignment-desk';
import { AssignmentController } from './assignment.controller';
import { BodyLimits } from './body-limits';
import { SubmissionsController } from './submissions.controller';

/** The doors of student feedback. */
@Module({})
export class FeedbackDoorsModule {
  /** @param reports the very module that the app imports, so that there is one desk */
  static with({ http }: Config, reports: DynamicModule): DynamicModule {
    return {
      module: FeedbackDoorsModule,
      imports: [FeedbackModule, reports],
      controllers: [AssignmentController, SubmissionsController],
      providers: [
        AssignmentDesk,
        AssignmentAnswers,
        {
          provide: BodyLimits,
          inject: [HttpAdapterHost],
          useFactory: (host: HttpAdapterHost) => new BodyLimits(host, http.feedbackLimitBytes),
        },
      ],
    };
  }
}
