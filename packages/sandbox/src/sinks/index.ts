export { type MailSink, type MailSinkOptions, startMailSink } from './mail-sink.ts';
export type { Mail } from './mailbox.ts';
export type { KeptSms, Sms } from './sms-box.ts';
export { startSmsSink } from './sms-sink.ts';
