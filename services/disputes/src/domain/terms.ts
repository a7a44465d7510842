import { type Calendar, type Deadline, deadline, findRule, instantOfDay, localDay } from '@edo/calendar';
import { Refusal } from '@edo/contracts';

/** The terms that a client's notice sets running: was it in time (9.3), and when is the answer due (9.7). */
export interface NoticeTerms {
  readonly notice: Deadline;
  readonly answer: Deadline;
  readonly noticeOnTime: boolean;
}

/** No document of the platform is older. */
const EARLIEST = '2021-01-01';

/** `discoveredOn` is a day in Astana; a day in the future is refused. A late notice is not refused, it is marked. */
export function termsOfNotice(discoveredOn: string, receivedAt: string, calendar: Calendar): NoticeTerms {
  const today = localDay(receivedAt);
  if (discoveredOn > today || discoveredOn < EARLIEST) {
    throw new Refusal(
      'PARAMS_INVALID',
      `discoveredOn: ${discoveredOn} does not lie between ${EARLIEST} and today, ${today}`,
      {
        issues: [
          {
            path: ['discoveredOn'],
            code: 'custom',
            message: 'lies in the future, or before there was anything to dispute',
          },
        ],
      },
    );
  }
  const notice = deadline(
    findRule('client-conflict-notice', discoveredOn),
    instantOfDay(discoveredOn),
    calendar,
  );
  const answer = deadline(findRule('conflict-answer', today), receivedAt, calendar);
  return { notice, answer, noticeOnTime: Date.parse(receivedAt) < Date.parse(notice.due.instant) };
}
