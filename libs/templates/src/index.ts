export { ACCOUNT_EXPORT_TEMPLATE, HoldingsSource } from './account.export';
export {
  catalogue,
  catalogueView,
  findOrderable,
  findTemplate,
  isOrderable,
  NO_SUCH_TEMPLATE,
  type TemplateView,
} from './catalogue';
export * from './define-template';
export { EVENT_ORDER_TEMPLATE, feedbackChoices, SubmissionSource } from './feedback.event-order';
export { FoodLogSource } from './nutrition.food-log';
export { IntakeSource } from './nutrition.intake';
export { WeekSource } from './nutrition.weekly-digest';
export { StoreOutlookSource } from './stores.outlook';
export { STORE_UPTIME_TEMPLATE, StoreHistorySource } from './stores.uptime';
export { loadTestTemplates, type TestTemplates } from './test-templates';
