import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One thing eaten or drunk. Days are the person's local dates; nutrients are optional and belong to the whole entry. */
@Entity('food_logs')
export class FoodLog {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text', { name: 'food_name' }) foodName!: string;
  @Column('text') category!: string;
  @Column('date', { name: 'logged_on' }) loggedOn!: string;
  @Column('timestamptz', { name: 'logged_at', nullable: true }) loggedAt!: Date | null;
  /** Hour of the day where the person was, 0 to 23. */
  @Column('smallint', { name: 'local_hour', nullable: true }) localHour!: number | null;
  @Column('text', { name: 'meal_type', nullable: true }) mealType!: string | null;
  @Column('double precision', { nullable: true }) quantity!: number | null;
  @Column('text', { nullable: true }) unit!: string | null;
  @Column('double precision', { nullable: true }) kcal!: number | null;
  @Column('double precision', { name: 'protein_g', nullable: true }) proteinG!: number | null;
  @Column('double precision', { name: 'carbs_g', nullable: true }) carbsG!: number | null;
  @Column('double precision', { name: 'fat_g', nullable: true }) fatG!: number | null;
  @Column('double precision', { name: 'fibre_g', nullable: true }) fibreG!: number | null;
  @Column('double precision', { name: 'sugar_g', nullable: true }) sugarG!: number | null;
  @Column('double precision', { name: 'sodium_mg', nullable: true }) sodiumMg!: number | null;
  @Column('text', { default: 'api' }) source!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
