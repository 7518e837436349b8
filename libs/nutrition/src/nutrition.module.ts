import { Module } from '@nestjs/common';
import { FoodLogs } from './food-logs';

/** The diary's service. Needs `Database` from a global module of the app. Readers are made per snapshot, by hand. */
@Module({ providers: [FoodLogs], exports: [FoodLogs] })
export class NutritionModule {}
