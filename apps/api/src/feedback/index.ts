export { FeedbackDoorsModule } from './feedback.module';
export { assignmentExtras } from './problem-extras';
