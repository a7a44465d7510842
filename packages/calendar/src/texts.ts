/** The languages of clause 1.17. */
export type Language = 'kk' | 'ru' | 'en';

export type Text = Readonly<Record<Language, string>>;
