import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '@pressroom/kernel';
import {
  type FoodLogPatch,
  foodLogPatch,
  type FoodLogQuery,
  foodLogQuery,
  FoodLogs,
  type FoodLogView,
  type NewFoodLog,
  newFoodLog,
  newFoodLogList,
  newFoodLogs,
} from '@pressroom/nutrition';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentUser } from '../access';
import { Documented, IdPipe, TAGS, ZodPipe } from '../http';
import { foodLogOrLogs, foodLogPage, foodLogResource } from './schemas';

const foodLogId = new IdPipe('food log');

@ApiTags(TAGS.foodLogs)
@Controller('api/food-logs')
export class FoodLogsController {
  constructor(private readonly foodLogs: FoodLogs) {}

  @Post()
  @HttpCode(201)
  @Documented({
    id: 'createFoodLogs',
    summary: 'Log one thing eaten, or up to 1,000',
    description: 'A list is written whole or not at all, and answered in the same order.',
    body: z.union([newFoodLog, newFoodLogList]),
    examples: {
      'One entry': {
        foodName: 'Apple',
        category: 'fruit',
        loggedOn: '2026-01-31',
        mealType: 'snack',
        kcal: 95,
      },
      Several: [
        {
          foodName: 'Oats',
          category: 'grain',
          loggedOn: '2026-01-31',
          loggedAt: '2026-01-31T07:40:00+01:00',
        },
        { foodName: 'Milk', category: 'dairy', loggedOn: '2026-01-31', quantity: 200, unit: 'ml', kcal: 128 },
      ],
    },
    status: 201,
    answer: foodLogOrLogs,
    headers: { Location: 'The entry, when there is one.' },
    problems: [400, 401, 413, 415, 422],
  })
  async create(
    @CurrentUser() { accountId }: Caller,
    @Body(new ZodPipe(newFoodLogs)) body: NewFoodLog | NewFoodLog[],
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FoodLogView | FoodLogView[] | undefined> {
    const written = await this.foodLogs.create(accountId, [body].flat());
    if (Array.isArray(body)) return written;
    void reply.header('location', `/api/food-logs/${written[0]?.id ?? ''}`);
    return written[0];
  }

  @Get()
  @Documented({
    id: 'listFoodLogs',
    summary: 'Own food logs, newest first',
    query: z.strictObject(foodLogQuery.shape),
    status: 200,
    answer: foodLogPage,
    revalidated: true,
    problems: [401, 422],
  })
  list(
    @CurrentUser() { accountId }: Caller,
    @Query(new ZodPipe(foodLogQuery)) query: FoodLogQuery,
  ): Promise<Page<FoodLogView>> {
    return this.foodLogs.list(accountId, query);
  }

  @Get(':id')
  @Documented({
    id: 'getFoodLog',
    summary: 'One food log',
    status: 200,
    answer: foodLogResource,
    revalidated: true,
    problems: [401, 404],
  })
  read(@CurrentUser() { accountId }: Caller, @Param('id', foodLogId) id: string): Promise<FoodLogView> {
    return this.foodLogs.read(accountId, id);
  }

  @Patch(':id')
  @Documented({
    id: 'changeFoodLog',
    summary: 'Change what is named; null clears an optional field',
    body: foodLogPatch,
    example: { kcal: 80 },
    status: 200,
    answer: foodLogResource,
    problems: [400, 401, 404, 413, 415, 422],
  })
  change(
    @CurrentUser() { accountId }: Caller,
    @Param('id', foodLogId) id: string,
    @Body(new ZodPipe(foodLogPatch)) patch: FoodLogPatch,
  ): Promise<FoodLogView> {
    return this.foodLogs.change(accountId, id, patch);
  }

  @Delete(':id')
  @HttpCode(204)
  @Documented({ id: 'deleteFoodLog', summary: 'Remove a food log', status: 204, problems: [401, 404] })
  async remove(@CurrentUser() { accountId }: Caller, @Param('id', foodLogId) id: string): Promise<void> {
    await this.foodLogs.remove(accountId, id);
  }
}
