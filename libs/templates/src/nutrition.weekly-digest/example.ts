import { AWKWARD_ENTRIES } from '../awkward-entries';
import type { TemplateExample } from '../template-example';
import { foodLogExample } from '../nutrition.food-log/example';
import { MemoryFoodLogSource } from '../nutrition.food-log/memory-source';

export const weeklyDigestExample: TemplateExample = {
  template: 'nutrition.weekly-digest',
  source: new MemoryFoodLogSource(AWKWARD_ENTRIES),
  parameters: { week: '2024-02-29', kcalTarget: 2000.5, proteinTargetG: 80 },
  context: foodLogExample.context,
};
