import { MICROS_A_SECOND } from './event-time';
import { timeOnTask } from './time-on-task';

const START = Date.UTC(2024, 6, 21) * 1000;
const minutes = (...of: number[]): number[] => of.map((minute) => START + minute * 60 * MICROS_A_SECOND);

describe('time on task', () => {
  it('credits gaps up to the threshold, and the median gap to what follows nothing', () => {
    // Gaps 2, 4, 6: median 4.
    const task = timeOnTask(minutes(0, 2, 6, 12), 10);
    expect(task).toMatchObject({ wall: 720, active: 720 + 240, idle: 0, medianGap: 240, pauses: [] });
    expect(task.credits).toEqual([120, 240, 360, 240]);
    expect(task.sessions).toEqual([{ from: 0, to: 720 }]);
  });

  it('counts a longer gap as a pause and credits the median of the others', () => {
    // Gaps 2, 15, 4: median of 2 and 4 is 3.
    const task = timeOnTask(minutes(0, 2, 17, 21), 10);
    expect(task.credits).toEqual([120, 180, 240, 180]);
    expect(task).toMatchObject({ active: 720, idle: 720, pauses: [{ from: 120, to: 1020 }] });
    expect(task.sessions).toHaveLength(1);
  });

  it('counts a gap of exactly the threshold as work', () => {
    expect(timeOnTask(minutes(0, 10), 10).pauses).toEqual([]);
  });

  it('ends a session at a gap above 30 minutes, not at 30', () => {
    expect(timeOnTask(minutes(0, 1, 31), 10).sessions).toHaveLength(1);
    const task = timeOnTask(minutes(0, 1, 32, 33), 10);
    expect(task.sessions).toEqual([
      { from: 0, to: 60 },
      { from: 1920, to: 1980 },
    ]);
    // Both last events of a session carry the median of one minute.
    expect(task.active).toBe(240);
  });

  it('credits nothing to a single event', () => {
    expect(timeOnTask(minutes(0), 10)).toMatchObject({ active: 0, wall: 0, idle: 0, medianGap: 0 });
  });

  it('ranges over thresholds from 5 to 20 minutes as if each had been asked for', () => {
    const times = minutes(0, 1, 8, 9, 21, 24, 43, 44, 90, 91);
    const asked = Array.from({ length: 16 }, (_, at) => timeOnTask(times, 5 + at));
    const active = asked.map((task) => task.active);
    expect(asked[0]?.range.least).toBeCloseTo(Math.min(...active), 6);
    expect(asked[0]?.range.greatest).toBeCloseTo(Math.max(...active), 6);
  });

  it('adds up: what was credited within the window and what was idle make the window', () => {
    const task = timeOnTask(minutes(0, 3, 20, 22, 100, 101), 10);
    expect(task.active - task.medianGap + task.idle).toBeCloseTo(task.wall, 6);
  });
});
