/** The year of an instant in Astana, by which registers are numbered (5.3.7). */
export const registerYear = (instant: string): number =>
  Number(
    new Intl.DateTimeFormat('en', { timeZone: 'Asia/Almaty', year: 'numeric' }).format(new Date(instant)),
  );

/** A register's number as people write it: `OUT-2026-000017`. */
export const registerNumber = (direction: 'outgoing' | 'incoming', year: number, count: number): string =>
  `${direction === 'outgoing' ? 'OUT' : 'IN'}-${year}-${String(count).padStart(6, '0')}`;
