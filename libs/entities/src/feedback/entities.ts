import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Events of one request, from one student or several, packed by the domain: a status read never touches them. */
@Entity('feedback_submissions')
export class FeedbackSubmission {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  /** Null when an array was sent. */
  @Column('text', { name: 'student_id', nullable: true }) studentId!: string | null;
  @Column('integer') students!: number;
  @Column('integer') events!: number;
  @Column('bytea') packed!: Buffer;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
