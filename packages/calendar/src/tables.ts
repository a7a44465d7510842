import year2021 from './data/2021.json' with { type: 'json' };
import year2022 from './data/2022.json' with { type: 'json' };
import year2023 from './data/2023.json' with { type: 'json' };
import year2024 from './data/2024.json' with { type: 'json' };
import year2025 from './data/2025.json' with { type: 'json' };
import year2026 from './data/2026.json' with { type: 'json' };
import year2027 from './data/2027.json' with { type: 'json' };
import { readYearTable, type YearTable } from './year-table.ts';

/** The tables that come with the platform; the operator's own editions replace a year (makeCalendar). */
export const tables: readonly YearTable[] = [
  year2021,
  year2022,
  year2023,
  year2024,
  year2025,
  year2026,
  year2027,
].map(readYearTable);
