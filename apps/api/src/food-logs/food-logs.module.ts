import { Module } from '@nestjs/common';
import { NutritionModule } from '@pressroom/nutrition';
import { FoodLogImportController } from './food-log-import.controller';
import { FoodLogsController } from './food-logs.controller';

@Module({ imports: [NutritionModule], controllers: [FoodLogImportController, FoodLogsController] })
export class FoodLogsModule {}
