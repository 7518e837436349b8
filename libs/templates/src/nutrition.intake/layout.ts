import type { ReportDocument } from '@pressroom/document';
import { analyseIntake } from '@pressroom/nutrition';
import type { ReportContext } from '../define-template';
import { logSectionOf } from '../nutrition.food-log/log-section';
import { categoriesSection } from './categories-section';
import { dailySection } from './daily-section';
import type { IntakeData, IntakeFrame } from './frame';
import { heatMapSection } from './heat-map-section';
import { macrosSection } from './macros-section';
import { mealsSection } from './meals-section';
import { NAME, TITLE, VERSION } from './names';
import { notesSection } from './notes-section';
import { nutrientsSection } from './nutrients-section';
import { isFiltered, type IntakeParameters } from './parameters';
import { monthlySection, weeklySection } from './rollup-sections';
import { summarySection } from './summary-section';
import { topItemsSection } from './top-items-section';

export function layout(data: IntakeData, asked: IntakeParameters, context: ReportContext): ReportDocument {
  const filtered = isFiltered(asked);
  const { filter, previous, days } = data;
  const kcalTarget = asked.kcalTarget ?? null;
  const analysis = analyseIntake(days, { period: filter, previous, kcalTarget, filtered });
  const frame: IntakeFrame = { data, analysis, asked, filtered };
  return {
    title: TITLE,
    subtitle: `${filter.from} to ${filter.to}`,
    language: 'en',
    timeZone: context.timeZone,
    asOf: data.asOf,
    facts: [
      { label: 'Period', value: `${filter.from} to ${filter.to}` },
      { label: 'Filter', value: filtered ? 'only part of the diary: see Notes' : 'none' },
      { label: 'Targets', value: filtered ? 'off' : asked.targets },
      { label: 'Time zone', value: context.timeZone },
    ],
    sections: [
      summarySection(frame),
      dailySection(frame),
      weeklySection(frame),
      monthlySection(frame),
      macrosSection(frame),
      nutrientsSection(frame),
      topItemsSection(frame),
      categoriesSection(frame),
      heatMapSection(frame),
      mealsSection(frame),
      logSectionOf(data.rows, { everyone: false, expectedRows: analysis.entries }),
      notesSection(frame),
    ],
    template: { name: NAME, version: VERSION },
  };
}
