import type { BuildProgress } from './messages';
import { ProgressTeller } from './progress-teller';

const rows = (done: number): BuildProgress => ({ phase: 'build', done, total: null });

describe('the progress of a build', () => {
  let said: BuildProgress[];
  let teller: ProgressTeller;
  beforeEach(() => {
    jest.useFakeTimers();
    said = [];
    teller = new ProgressTeller((progress) => said.push(progress));
  });
  afterEach(() => {
    teller.end();
    jest.useRealTimers();
  });

  it('is not told of one that is over at once', () => {
    teller.tell(rows(1));
    teller.tell(rows(2));
    teller.end();
    jest.advanceTimersByTime(1000);
    expect(said).toEqual([]);
  });

  it('is told of one that says a word and then reads for long', () => {
    teller.tell({ phase: 'read', done: null, total: null });
    jest.advanceTimersByTime(100);
    expect(said).toEqual([{ phase: 'read', done: null, total: null }]);
  });

  it('is the latest word ten times a second, however many there are', () => {
    for (let at = 0; at < 1000; at += 1) {
      teller.tell(rows(at));
      jest.advanceTimersByTime(1);
    }
    expect(said.length).toBe(10);
    expect(said.at(-1)).toEqual(rows(999));
  });

  it('is told while rows pour and no timer can fire', () => {
    teller.tell(rows(1));
    jest.setSystemTime(Date.now() + 500);
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 500);
    teller.tell(rows(2));
    clock.mockRestore();
    expect(said).toEqual([rows(2)]);
  });
});
