import { Module } from '@nestjs/common';
import { NutritionModule } from '@pressroom/nutrition';
import { FoodLogsController } from './food-logs.controller';

@Module({ imports: [NutritionModule], controllers: [FoodLogsController] })
export class FoodLogsModule {}
