import type { TimelineMark } from '@pressroom/document';

export interface Lane {
  name: string;
  marks: readonly TimelineMark[];
}

export interface Lanes {
  lanes: readonly Lane[];
  /** Marks that belong to no lane: drawn over all. */
  all: readonly TimelineMark[];
  end: number;
  start: number;
  /** True when neighbouring marks were joined. */
  joined: boolean;
}

const MOST_LANES = 60;
const MOST_MARKS = 5000;
const BINS = 400;

function sound(mark: TimelineMark): boolean {
  return Number.isFinite(mark.from) && (mark.to === undefined || Number.isFinite(mark.to));
}

const lengthOf = ({ from, to }: TimelineMark): number => Math.max(0, (to ?? from) - from);

/** A chart is measured and drawn, in html at two widths: its lanes are the same each time. */
const known = new WeakMap<readonly TimelineMark[], Lanes>();

/** Groups marks by lane in order of appearance; past 60 lanes the least busy become one, past 5,000 marks neighbours join. */
export function lanesOf(given: readonly TimelineMark[]): Lanes {
  let lanes = known.get(given);
  if (lanes === undefined) known.set(given, (lanes = group(given)));
  return lanes;
}

function group(given: readonly TimelineMark[]): Lanes {
  const marks = given.filter(sound);
  let [start, end] = [0, 0];
  for (const { from, to } of marks) {
    start = Math.min(start, from, to ?? from);
    end = Math.max(end, from, to ?? from);
  }
  const joined = marks.length > MOST_MARKS;
  const byLane = new Map<string, TimelineMark[]>();
  for (const mark of marks) {
    if (mark.lane === '') continue;
    const lane = byLane.get(mark.lane);
    if (lane === undefined) byLane.set(mark.lane, [mark]);
    else lane.push(mark);
  }
  const lanes = busiest([...byLane].map(([name, of]) => ({ name, marks: of })));
  const join = (of: readonly TimelineMark[]): readonly TimelineMark[] =>
    joined ? joinMarks(of, start, end) : of;
  return {
    lanes: lanes.map(({ name, marks: of }) => ({ name, marks: join(of) })),
    all: join(marks.filter(({ lane }) => lane === '')),
    start,
    end,
    joined,
  };
}

function busiest(lanes: readonly Lane[]): Lane[] {
  if (lanes.length <= MOST_LANES) return [...lanes];
  const busy = ({ marks }: Lane): number => marks.reduce((sum, mark) => sum + lengthOf(mark), 0);
  const order = lanes.map((lane) => ({ lane, busy: busy(lane) }));
  order.sort((a, b) => b.busy - a.busy || b.lane.marks.length - a.lane.marks.length);
  const kept = new Set(order.slice(0, MOST_LANES - 1).map(({ lane }) => lane));
  const others = lanes.filter((lane) => !kept.has(lane));
  return [
    ...lanes.filter((lane) => kept.has(lane)),
    { name: `${others.length} others`, marks: others.flatMap(({ marks }) => marks) },
  ];
}

/** One mark a shape and bin of time: a bar or band over what it joins, a dot or diamond where the first one was. */
function joinMarks(marks: readonly TimelineMark[], start: number, end: number): TimelineMark[] {
  const width = Math.max(1e-9, (end - start) / BINS);
  const bins = new Map<string, TimelineMark>();
  for (const { lane, shape, from, to } of marks) {
    const key = `${shape} ${Math.floor((from - start) / width)}`;
    const held = bins.get(key);
    const until = Math.max(held?.to ?? from, to ?? from);
    const begin = Math.min(held?.from ?? from, from);
    bins.set(key, { lane, shape, from: begin, ...(until > begin && to !== undefined ? { to: until } : {}) });
  }
  return [...bins.values()];
}
